using Neutree.Core.Packages.Finding;

namespace Neutree.Core.Packages.Building;

/// <summary>A package of images alone, by lists, lock files and names.</summary>
public sealed record ImageListPackageRecipe : PackageRecipe
{
    /// <summary>Image lists and lock files; full paths.</summary>
    public IReadOnlyList<string> ImageLists { get; init; } = [];

    /// <summary>Single names.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    internal override string FileNameFor(string architecture) => "neutree-images.tar.gz";

    internal override async Task<PackageDraft> DraftAsync(PackageDrafting drafting, CancellationToken cancellationToken) => new()
    {
        Manifest = new PackageManifest { Metadata = Metadata(Version ?? ReleaseVersion.Latest, "images", drafting.Architecture) },
        Images = await drafting.FindAsync(drafting.Find with { ImageLists = ImageLists, Images = Images }, cancellationToken).ConfigureAwait(false),
    };
}
