using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Manifests;

/// <summary>The documents of a rendered chart one by one, in the order <see cref="ManifestText"/> prints them: CRDs, resources, hooks.</summary>
public static class RenderedResources
{
    /// <param name="chart">The rendered chart.</param>
    /// <param name="showOnly">Only documents of these templates: paths within the chart, wildcards as in Go's <c>filepath.Match</c>.</param>
    /// <exception cref="ChartException">No document comes from one of <paramref name="showOnly"/>.</exception>
    /// <exception cref="InvalidManifestException">A file of CRDs can't be read.</exception>
    public static IReadOnlyList<ChartResource> Of(RenderedChart chart, IReadOnlyList<string> showOnly)
    {
        List<ChartResource> all = [.. chart.Crds.SelectMany(ManifestSorter.Read), .. chart.Resources, .. chart.Hooks];
        if (showOnly.Count == 0)
        {
            return all;
        }

        List<ChartResource> shown = [];
        foreach (string pattern in showOnly.Select(static pattern => OperatingSystem.IsWindows() ? pattern.Replace('\\', '/') : pattern))
        {
            PathPattern wanted = PathPattern.Parse(pattern);
            int before = shown.Count;
            shown.AddRange(all.Where(resource => wanted.IsMatch(PathWithinChart(resource))));
            if (shown.Count == before)
            {
                throw ManifestText.NotFound(pattern);
            }
        }

        return shown;
    }

    private static string PathWithinChart(ChartResource resource) => resource.Source[(resource.Source.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
