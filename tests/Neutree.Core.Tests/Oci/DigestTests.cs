using System.Security.Cryptography;
using Neutree.Core.Oci;

namespace Neutree.Core.Tests.Oci;

public sealed class DigestTests
{
    [Fact]
    public void The_digest_of_the_empty_object_is_the_one_the_specification_names() =>
        Assert.Equal("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", Digest.OfEmptyJson.ToString());

    [Theory]
    [InlineData("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a", "sha256")]
    [InlineData("sha512:27c74670adb75075fad058d5ceaf7b20c4e7786c83bae8a32f626f9782af34c9a33c2046ef60fd2a7878d378e29fec851806bbd9a67878f3a9f1cda4830763fd", "sha512")]
    public void Both_registered_algorithms_are_read_and_recomputed(string text, string algorithm)
    {
        Digest digest = Digest.Parse(text);
        using IncrementalHash hash = digest.CreateHash();
        hash.AppendData("{}"u8);
        Assert.Equal((algorithm, digest, digest), (digest.Algorithm, Digest.Finish(hash), digest.ComputeSame("{}"u8)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("sha256:")]
    [InlineData("sha256:44136FA355B3678A1146AD16F7E8649E94FB4FC21FE77E8310C060F61CAAFF8A")]
    [InlineData("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a0")]
    [InlineData("md5:d41d8cd98f00b204e9800998ecf8427e")]
    [InlineData("sha256:../../../../../../../../../../../../../../../../../../../../etc/pa")]
    public void Anything_else_is_no_digest(string text) => Assert.False(Digest.TryParse(text, out _));
}
