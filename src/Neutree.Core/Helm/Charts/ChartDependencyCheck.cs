namespace Neutree.Core.Helm.Charts;

/// <summary>Whether the charts that Chart.yaml asks for lie in <c>charts/</c> (Helm 4.1 <c>action.CheckDependencies</c>).</summary>
public static class ChartDependencyCheck
{
    /// <summary>Names of the dependencies that the chart doesn't hold, in the order of Chart.yaml. Whether they are enabled plays no part.</summary>
    public static IReadOnlyList<string> FindMissing(Chart chart)
    {
        ArgumentNullException.ThrowIfNull(chart);
        HashSet<string> present = [.. chart.Dependencies.Select(static dependency => dependency.Name)];
        return [.. chart.Metadata.Dependencies.Select(static dependency => dependency.Name).Where(name => !present.Contains(name))];
    }

    /// <exception cref="ChartException">A dependency is missing.</exception>
    public static void RequireAll(Chart chart)
    {
        IReadOnlyList<string> missing = FindMissing(chart);
        if (missing.Count > 0)
        {
            throw new ChartException(
                "Chart.MissingDependency", ErrorKind.NotFound, $"found in Chart.yaml, but missing in charts/ directory: {string.Join(", ", missing)}")
            {
                Target = chart.Name,
                Recommendation = "Put these charts into the folder charts/ (helm dependency build fetches them), or take them out of Chart.yaml.",
            };
        }
    }
}
