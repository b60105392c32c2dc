using Neutree.Core.Packages.Finding;

namespace Neutree.Core.Packages.Building;

/// <summary>A package that was built, or would be.</summary>
public sealed record BuiltPackage
{
    /// <summary>Full path; of a split package its first part's, the name that readers take. Where only a manifest was written, the manifest's.</summary>
    public required string Path { get; init; }

    /// <summary>True where nothing was written, because it was only to be said.</summary>
    public bool IsPlanned { get; init; }

    /// <summary>What stands in <c>manifest.yaml</c>.</summary>
    public required PackageManifest Manifest { get; init; }

    /// <summary>The images inside and why they are.</summary>
    public IReadOnlyList<FoundImage> Images { get; init; } = [];

    /// <summary>The package's bytes, all parts together; planned: those of the blobs that go in.</summary>
    public long Size { get; init; }

    /// <summary>The sha256 sum of the package, all parts together, as 64 hexadecimal digits; null where nothing was packed.</summary>
    public string? Sha256 { get; init; }

    public IReadOnlyList<PackagePart> Parts { get; init; } = [];

    /// <summary>The full path of the standalone manifest; null where there is none.</summary>
    public string? ManifestPath { get; init; }

    /// <summary>Distinct blobs inside, manifests included.</summary>
    public int BlobCount { get; init; }

    /// <summary>Blobs that a delta leaves out.</summary>
    public int AbsentBlobCount { get; init; }

    public bool IsDelta { get; init; }

    public bool IsSigned { get; init; }

    public TimeSpan Duration { get; init; }
}
