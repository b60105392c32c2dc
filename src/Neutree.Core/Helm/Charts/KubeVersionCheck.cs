using Neutree.Core.Versions;

namespace Neutree.Core.Helm.Charts;

/// <summary>Whether a chart is made for a cluster's version of Kubernetes (Helm 4.1 <c>chart/v2/util.IsCompatibleRange</c>).</summary>
internal static class KubeVersionCheck
{
    /// <param name="metadata">The chart's; a chart that asks for nothing runs anywhere.</param>
    /// <param name="kubeVersion">The cluster's version: <c>v1.33.4</c>.</param>
    /// <param name="givenVersion">The version as it was given, for the message: <c>v1.33.4-gke.1245000</c>; null is the same.</param>
    /// <exception cref="ChartException">The version lies outside the chart's range, or the range is malformed.</exception>
    public static void Require(ChartMetadata metadata, string kubeVersion, string? givenVersion = null)
    {
        bool isCompatible = metadata.KubeVersion.Length == 0
            || (SemanticVersion.TryParse(kubeVersion, out SemanticVersion? version)
                && VersionConstraint.TryParse(metadata.KubeVersion, out VersionConstraint? range)
                && range.IsSatisfiedBy(version));
        if (!isCompatible)
        {
            throw new ChartException(
                "Chart.IncompatibleKubernetes",
                ErrorKind.NotSupported,
                $"chart requires kubeVersion: {metadata.KubeVersion} which is incompatible with Kubernetes {givenVersion ?? kubeVersion}")
            {
                Target = metadata.Name,
                Recommendation = "Take a version of the chart made for this Kubernetes, or give the cluster's real version.",
            };
        }
    }
}
