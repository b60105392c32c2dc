using Neutree.Core.Packages.Finding;

namespace Neutree.Core.Packages.Building;

/// <summary>The whole control plane in one package: chart, compose files, and the images of both.</summary>
public sealed record ControlPlanePackageRecipe : PackageRecipe
{
    /// <summary>Neutree's chart; its images go in whatever it says.</summary>
    public required ChartPackageRecipe Chart { get; init; }

    /// <summary>Neutree's compose files; their images go in whatever it says.</summary>
    public required ComposePackageRecipe Compose { get; init; }

    internal override string FileNameFor(string architecture) => $"neutree-controlplane-{ReleaseVersion.RequireFileWord(Version ?? ReleaseVersion.Latest, "version")}-{architecture}.tar.gz";

    internal override async Task<PackageDraft> DraftAsync(PackageDrafting drafting, CancellationToken cancellationToken)
    {
        PackageDraft chart = await (Chart with { Version = Version, IncludesImages = true }).DraftAsync(drafting, cancellationToken).ConfigureAwait(false);
        PackageDraft compose = await (Compose with { Version = Version, IncludesImages = true }).DraftAsync(drafting, cancellationToken).ConfigureAwait(false);
        ImageCollection images = new();
        foreach (FoundImage image in chart.Images.Concat(compose.Images))
        {
            images.Add(image);
        }

        return new PackageDraft
        {
            Manifest = new PackageManifest { Metadata = Metadata(Version ?? ReleaseVersion.Latest, "controlplane", drafting.Architecture) },
            Images = images.Images,
            Files = [.. chart.Files, .. compose.Files],
        };
    }
}
