namespace Neutree.Core.Packages;

/// <summary>A package that was written.</summary>
public sealed record PackageWriteResult
{
    /// <summary>The package's full path; of a split one, its first part's: the name that readers take.</summary>
    public required string Path { get; init; }

    /// <summary>The files that make up the package, in order; one unless it was split.</summary>
    public required IReadOnlyList<PackagePart> Parts { get; init; }

    /// <summary>The package's length in bytes, all parts together.</summary>
    public required long Size { get; init; }

    /// <summary>The sha256 sum of the package, all parts together, as 64 hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>The full path of the standalone <c>manifest.yaml</c>; null where none was wanted.</summary>
    public string? ManifestPath { get; init; }

    /// <summary>What stands in <c>manifest.yaml</c>.</summary>
    public required PackageManifest Manifest { get; init; }

    /// <summary>Images, each counted once however many names and platforms it has.</summary>
    public required int ImageCount { get; init; }

    /// <summary>Blobs inside, manifests and indexes included; each is there once.</summary>
    public required int BlobCount { get; init; }

    /// <summary>Bytes of those blobs as they are stored.</summary>
    public required long BlobBytes { get; init; }

    /// <summary>Blobs that the images need and the delta leaves out.</summary>
    public int AbsentBlobCount { get; init; }

    /// <summary>Bytes of those.</summary>
    public long AbsentBlobBytes { get; init; }

    public bool IsSigned { get; init; }

    public IReadOnlyList<string> Warnings { get; init; } = [];
}
