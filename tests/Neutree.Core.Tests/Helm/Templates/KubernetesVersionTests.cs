using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Templates;

namespace Neutree.Core.Tests.Helm.Templates;

public sealed class KubernetesVersionTests
{
    [Theory]
    [InlineData("1.30.0", "v1.30.0", "v1.30.0", "1", "30")]
    [InlineData("v1.33.4-gke.1245000", "v1.33.4-gke.1245000", "v1.33.4", "1", "33")]
    [InlineData("1.30+", "v1.30+", "v1.30", "1", "30")]
    [InlineData("1.2.3.4", "v1.2.3.4", "v1.2.3.4", "1", "2")]
    [InlineData("1.02", "v1.02", "v1.2", "1", "2")]
    [InlineData("1.2.", "v1.2.", "v1.2", "1", "2")]
    public void Numbers_are_read_and_the_text_is_kept(string text, string version, string normalized, string major, string minor)
    {
        KubernetesVersion parsed = KubernetesVersion.Parse(text);

        Assert.Equal((version, normalized, major, minor), (parsed.Version, parsed.Normalized, parsed.Major, parsed.Minor));
    }

    [Theory]
    [InlineData("v1", "invalid kube version 'v1': illegal version string \"v1\"")]
    [InlineData("x", "invalid kube version 'x': could not parse \"x\" as version")]
    [InlineData("", "invalid kube version '': could not parse \"\" as version")]
    public void What_is_no_version_is_refused(string text, string message) =>
        Assert.Equal(message, Assert.Throws<ChartException>(() => KubernetesVersion.Parse(text)).Message);
}
