using Neutree.Core.Packages.Finding;

namespace Neutree.Core.Packages.Building;

/// <summary>What a recipe says goes into a package; nothing of it has been pulled yet.</summary>
internal sealed record PackageDraft
{
    /// <summary>Metadata and engines; the writer adds the images.</summary>
    public required PackageManifest Manifest { get; init; }

    /// <summary>The manifest's text where it goes in as it is; null: it is made of <see cref="Manifest"/>.</summary>
    public ReadOnlyMemory<byte>? ManifestContent { get; init; }

    public IReadOnlyList<FoundImage> Images { get; init; } = [];

    /// <summary>The accelerator each image is for, by <see cref="FoundImage.Image"/>; those for none aren't here.</summary>
    public IReadOnlyDictionary<string, string> Accelerators { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<PackageFileContent> Files { get; init; } = [];

    /// <summary>Whether the package is for the engine and not the registry to fill: it was just built there.</summary>
    public bool IsInEngine { get; init; }
}
