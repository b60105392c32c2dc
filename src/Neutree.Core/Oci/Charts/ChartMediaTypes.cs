namespace Neutree.Core.Oci.Charts;

/// <summary>Media types of charts in registries (Helm 4.1 <c>pkg/registry</c>, HIP-0006).</summary>
public static class ChartMediaTypes
{
    /// <summary>Chart.yaml as JSON.</summary>
    public const string Config = "application/vnd.cncf.helm.config.v1+json";

    /// <summary>The chart's <c>.tgz</c> archive.</summary>
    public const string Content = "application/vnd.cncf.helm.chart.content.v1.tar+gzip";

    /// <summary>What the archive was called before Helm 3.7.</summary>
    public const string LegacyContent = "application/tar+gzip";
}
