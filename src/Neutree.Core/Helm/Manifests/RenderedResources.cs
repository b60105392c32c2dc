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
        return showOnly.Count == 0 ? all : TemplateSelection.Select(all, PathWithinChart, showOnly);
    }

    private static string PathWithinChart(ChartResource resource) => resource.Source[(resource.Source.IndexOf('/', StringComparison.Ordinal) + 1)..];
}
