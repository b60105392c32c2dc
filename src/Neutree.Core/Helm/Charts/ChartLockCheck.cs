using System.Security.Cryptography;
using Neutree.Core.Go;

namespace Neutree.Core.Helm.Charts;

/// <summary>Whether a lock file was made for the dependencies that the chart asks for now (Helm 4.1 <c>resolver.HashReq</c>).</summary>
public static class ChartLockCheck
{
    /// <summary>The digest that a lock file for these dependencies bears: sha256 of the JSON <c>[required, locked]</c>.</summary>
    public static string ComputeDigest(IReadOnlyList<ChartDependency> required, IReadOnlyList<ChartDependency> locked) =>
        Hash(new GoSlice([required.Count == 0 ? null : ListOf(required), ListOf(locked)]));

    /// <summary>Whether the chart's lock file stands for its dependencies; true for a chart without one.</summary>
    public static bool IsInSync(Chart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        return chart.Lock is not { } locked
            || ComputeDigest(chart.Metadata.Dependencies, locked.Dependencies) == locked.Digest
            || (chart.Metadata.ApiVersion == "v1" && ComputeHelm2Digest(chart.Metadata.Dependencies) == locked.Digest);
    }

    /// <exception cref="ChartException">The lock file stands for other dependencies.</exception>
    public static void RequireInSync(Chart chart)
    {
        if (!IsInSync(chart))
        {
            (string lockFile, string chartfile) = chart.Metadata.ApiVersion == "v1" ? ("requirements.lock", "requirements.yaml") : ("Chart.lock", "Chart.yaml");
            throw new ChartException(
                "Chart.LockOutOfSync",
                ErrorKind.InvalidData,
                $"the lock file ({lockFile}) is out of sync with the dependencies file ({chartfile}). Please update the dependencies")
            {
                Target = chart.Name,
                Recommendation = $"helm dependency update writes {lockFile} anew.",
            };
        }
    }

    /// <summary>What Helm 2 wrote into requirements.lock.</summary>
    private static string ComputeHelm2Digest(IReadOnlyList<ChartDependency> required) => Hash(new ChartObject().Add("dependencies", ListOf(required)));

    private static GoSlice ListOf(IReadOnlyList<ChartDependency> dependencies) => new([.. dependencies.Select(ChartObject.From)]);

    private static string Hash(object value) => "sha256:" + Convert.ToHexStringLower(SHA256.HashData(ChartJson.Write(value).Span));
}
