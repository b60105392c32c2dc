using Neutree.Core.Packages;

namespace Neutree.Core.Tests.Packages;

public sealed class ChecksumFileTests
{
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";
    private const string Sum = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    [Theory]
    [InlineData(Sum)]
    [InlineData(Sum + "\n")]
    [InlineData(Sum + "  x.tar.gz\n")]
    [InlineData(Sum + " *x.tar.gz\r\n")]
    [InlineData(Sum + "  ./dist/x.tar.gz\n")]
    [InlineData("SHA256 (x.tar.gz) = " + Sum + "\n")]
    [InlineData("SHA256(dist/x.tar.gz)= " + Sum + "\n")]
    [InlineData(Zeros + "  x.tar.gz.old\n" + Sum + "  x.tar.gz\n")]
    [InlineData("\n0000  other\n" + Sum + "\tx.tar.gz\n")]
    public void A_sum_is_found_as_the_tools_write_it(string content) => Assert.Equal(Sum, ChecksumFile.Find(content, "x.tar.gz"));

    [Theory]
    [InlineData("  my package.tar.gz", "my package.tar.gz")]
    [InlineData(" *my package.tar.gz", "my package.tar.gz")]
    [InlineData("  back\\slash", "back\\slash")]
    public void Names_stand_as_they_are(string behind, string name) => Assert.Equal(Sum, ChecksumFile.Find(Sum + behind + "\n", name));

    [Theory]
    [InlineData("\\" + Sum + @"  a\\b\nc", "a\\b\nc")]
    [InlineData(@"\SHA256 (a\\b\nc) = " + Sum, "a\\b\nc")]
    public void Names_behind_a_backslash_are_escaped(string line, string name) => Assert.Equal(Sum, ChecksumFile.Find(line + "\n", name));

    [Theory]
    [InlineData("")]
    [InlineData("<html></html>")]
    [InlineData(Sum + "  other.tar.gz\n")]
    [InlineData("MD5 (x.tar.gz) = " + Sum + "\n")]
    [InlineData(Sum + "  a/b\\nx.tar.gz\n")]
    [InlineData(Sum + "0  x.tar.gz\n")]
    [InlineData("x.tar.gz  " + Sum)]
    [InlineData(Sum + "\n" + Sum + "\n")]
    public void What_says_no_sum_of_the_file_says_none(string content) => Assert.Null(ChecksumFile.Find(content, "x.tar.gz"));

    [Fact]
    public void Upper_case_digits_count() => Assert.Equal(Sum, ChecksumFile.Find(Sum.ToUpperInvariant(), "x.tar.gz"));

    [Fact]
    public void What_is_written_is_read() => Assert.Equal(Sum, ChecksumFile.Find(ChecksumFile.Write(Sum, "x.tar.gz"), "x.tar.gz"));
}
