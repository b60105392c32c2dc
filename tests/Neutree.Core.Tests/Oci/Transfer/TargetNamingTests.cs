using Neutree.Core.Oci;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.Tests.Oci.Transfer;

public sealed class TargetNamingTests
{
    private const string SomeDigest = "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

    [Theory]
    [InlineData("postgres:13", "proj/library/postgres", "13", "r.example.org/proj/library/postgres:13")]
    [InlineData("quay.io/a/b", "proj/a/b", "latest", "r.example.org/proj/a/b:latest")]
    [InlineData("a/b@" + SomeDigest, "proj/a/b", null, "r.example.org/proj/a/b@" + SomeDigest)]
    public void Below_a_prefix_the_one_rule_names_the_image(string image, string repository, string? tag, string display) =>
        Assert.Equal((repository, tag, display), TargetNaming.Below(RegistryPrefix.Parse("r.example.org", "proj")).NameOf(ImageReference.Parse(image)));

    [Fact]
    public void An_exact_target_replaces_the_name() =>
        Assert.Equal(("x/y", "2", "r.example.org/x/y:2"), TargetNaming.Exactly(ImageReference.Parse("r.example.org/x/y:2")).NameOf(ImageReference.Parse("postgres:13")));

    [Fact]
    public void An_archive_keeps_full_names() =>
        Assert.Equal(("docker.io/library/postgres", "13", "a.tar: docker.io/library/postgres:13"), TargetNaming.InArchive("a.tar").NameOf(ImageReference.Parse("postgres:13")));

    [Theory]
    [InlineData(null, "team/base")]
    [InlineData("proj", "proj/team/base")]
    public void A_folder_keeps_repositories_without_registry(string? project, string repository) =>
        Assert.Equal((repository, "1.0", $"/data: {repository}:1.0"), TargetNaming.InFolder("/data", project).NameOf(ImageReference.Parse("r.example.org:5000/team/base:1.0")));
}
