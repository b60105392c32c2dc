using Neutree.Core.Helm.Templates;
using Neutree.Core.Packages.Finding;

namespace Neutree.Core.Packages.Building;

/// <summary>
/// A chart package: the chart's files below a folder of the chart's name, as <c>helm package</c> lays them out, and its images where they are
/// wanted. A version such as <c>v1.2.0</c> becomes the chart's and its application's.
/// </summary>
public sealed record ChartPackageRecipe : PackageRecipe
{
    /// <summary>The seed's name for Neutree's own chart.</summary>
    public const string ControlPlaneFileName = "neutree-helm-chart.tar.gz";

    /// <summary>The chart, and how it is rendered to find its images.</summary>
    public required ChartRenderOptions Chart { get; init; }

    /// <summary>Whether the images go in too.</summary>
    public bool IncludesImages { get; init; }

    /// <summary>Where the vendored folders of Neutree's chart come from (spec 5.2): a folder or a chart's archive; full path. Null: the chart has them.</summary>
    public string? VendorPath { get; init; }

    /// <summary>Whether this is Neutree's own chart, which is of no use with a vendored folder empty.</summary>
    public bool IsControlPlane { get; init; }

    internal override string FileNameFor(string architecture) =>
        IsControlPlane ? ControlPlaneFileName : $"{Path.GetFileNameWithoutExtension(Path.TrimEndingDirectorySeparator(Chart.Chart))}-chart.tar.gz";

    internal override async Task<PackageDraft> DraftAsync(PackageDrafting drafting, CancellationToken cancellationToken)
    {
        using StagedChart chart = await StagedChart.CreateAsync(this, drafting, IsControlPlane, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<FoundImage> images = IncludesImages
            ? await drafting.FindAsync(drafting.Find with { Charts = [WithSecret(Chart) with { Chart = chart.Path, Version = null }] }, cancellationToken).ConfigureAwait(false)
            : [];
        return new PackageDraft
        {
            Manifest = new PackageManifest { Metadata = Metadata(Version ?? ReleaseVersion.Latest, "chart", chart.Name, IncludesImages ? drafting.Architecture : "") },
            Images = images,
            Files = chart.Files,
        };
    }

    /// <summary>Neutree's chart wants a secret to render; which one doesn't change its images. What the user gives wins.</summary>
    private ChartRenderOptions WithSecret(ChartRenderOptions chart) =>
        IsControlPlane ? chart with { Values = chart.Values with { Json = ["jwtSecret=\"only-to-find-images\"", .. chart.Values.Json] } } : chart;
}
