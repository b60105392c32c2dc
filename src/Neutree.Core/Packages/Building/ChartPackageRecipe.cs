using Neutree.Core.Helm.Templates;
using Neutree.Core.Packages.Finding;

namespace Neutree.Core.Packages.Building;

/// <summary>
/// A chart package: the chart's files below a folder of the chart's name, as <c>helm package</c> lays them out, and its images where they are
/// wanted. A version such as <c>v1.2.0</c> becomes the chart's and its application's.
/// </summary>
public sealed record ChartPackageRecipe : PackageRecipe
{
    private const string ControlPlaneChart = "neutree";

    /// <summary>The chart, and how it is rendered to find its images.</summary>
    public required ChartRenderOptions Chart { get; init; }

    /// <summary>Whether the images go in too.</summary>
    public bool IncludesImages { get; init; }

    /// <summary>Where the vendored folders of Neutree's chart come from (spec 5.2): a folder or a chart's archive; full path. Null: the chart has them.</summary>
    public string? VendorPath { get; init; }

    /// <summary>The seed's <c>neutree-helm-chart.tar.gz</c> for Neutree's own chart.</summary>
    internal override string FileNameFor(string architecture)
    {
        string name = Chart.Chart.TrimEnd('/', Path.DirectorySeparatorChar);
        name = name[(name.LastIndexOfAny(['/', Path.DirectorySeparatorChar]) + 1)..];
        return $"{(name.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase) ? name[..^".tgz".Length] : name.Split(':', '@')[0])}-helm-chart.tar.gz";
    }

    internal override async Task<PackageDraft> DraftAsync(PackageDrafting drafting, CancellationToken cancellationToken)
    {
        using StagedChart chart = await StagedChart.CreateAsync(this, drafting, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<FoundImage> images = IncludesImages
            ? await drafting.FindAsync(drafting.Find with { Charts = [RenderOptions(chart)] }, cancellationToken).ConfigureAwait(false)
            : [];
        return new PackageDraft
        {
            Manifest = new PackageManifest { Metadata = Metadata(Version ?? ReleaseVersion.Latest, "chart", chart.Name, IncludesImages ? drafting.Architecture : "") },
            Images = images,
            Files = chart.Files,
        };
    }

    /// <summary>Neutree's chart wants a secret to render; which one doesn't change its images. What the user gives wins.</summary>
    private ChartRenderOptions RenderOptions(StagedChart staged)
    {
        IEnumerable<string> secret = staged.Name == ControlPlaneChart ? ["jwtSecret=\"only-to-find-images\""] : [];
        return Chart with { Chart = staged.Path, Version = null, Values = Chart.Values with { Json = [.. secret, .. Chart.Values.Json] } };
    }

    /// <summary>Neutree's own chart is of no use with a vendored folder empty.</summary>
    internal static bool NeedsVendored(string chart) => chart == ControlPlaneChart;
}
