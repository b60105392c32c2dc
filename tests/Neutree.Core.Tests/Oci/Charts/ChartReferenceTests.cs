using Neutree.Core.Oci;
using Neutree.Core.Oci.Charts;
using Neutree.Core.Versions;

namespace Neutree.Core.Tests.Oci.Charts;

public sealed class ChartReferenceTests
{
    private const string Digest = "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";

    [Theory]
    [InlineData("oci://example.com/charts/demo", "example.com", "charts/demo", null, null)]
    [InlineData("oci://localhost:5000/demo:1.2.3", "localhost:5000", "demo", "1.2.3", null)]
    [InlineData("oci://registry/demo:1.2.3+build.5", "registry", "demo", "1.2.3+build.5", null)]
    [InlineData("oci://registry/demo:1.2.3_build.5", "registry", "demo", "1.2.3+build.5", null)]
    [InlineData("oci://registry/demo@" + Digest, "registry", "demo", null, Digest)]
    [InlineData("oci://registry/demo:1.0.0@" + Digest, "registry", "demo", "1.0.0", Digest)]
    public void References_have_registry_repository_version_and_digest(string text, string registry, string repository, string? version, string? digest)
    {
        ChartReference reference = ChartReference.Parse(text);

        Assert.Equal((registry, repository, version, digest), (reference.Registry, reference.Repository, reference.Version, reference.Digest?.ToString()));
        Assert.Equal(text.Replace('_', '+'), reference.ToString());
    }

    [Theory]
    [InlineData("oci://")]
    [InlineData("oci://registry")]
    [InlineData("oci:///demo")]
    [InlineData("oci://registry/Demo")]
    [InlineData("oci://registry/demo:")]
    [InlineData("oci://registry/demo:a b")]
    [InlineData("oci://registry/demo@sha256:1")]
    [InlineData("oci://user:secret@registry/demo")]
    public void What_names_no_chart_is_refused(string text)
    {
        OciFormatException error = Assert.Throws<OciFormatException>(() => ChartReference.Parse(text));

        Assert.Equal(("Oci.InvalidChartReference", text), (error.ErrorId, error.Target));
    }

    [Theory]
    [InlineData(null, "1.10.0")]
    [InlineData("", "1.10.0")]
    [InlineData("1.x", "1.10.0")]
    [InlineData("~1.2.0", "1.2.3+b2")]
    [InlineData(">=1.0.0-0", "2.0.0-rc.1")]
    [InlineData("2.0.0-rc.1", "2.0.0-rc.1")]
    [InlineData(">5", null)]
    public void A_range_means_the_highest_version_in_it(string? range, string? version) =>
        Assert.Equal(version, ChartTags.FindHighest(["1.2.3_b2", "latest", "1.10.0", "v9.0.0", "9.0", "1.9.0", "2.0.0-rc.1", "sha256-1.sig"], range));

    [Fact]
    public void A_moving_tag_is_no_version_even_where_it_exists() =>
        Assert.Throws<VersionException>(() => ChartTags.FindHighest(["latest", "1.0.0"], "latest"));
}
