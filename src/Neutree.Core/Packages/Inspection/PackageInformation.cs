namespace Neutree.Core.Packages.Inspection;

/// <summary>What a package tells of itself, without a check of it.</summary>
public sealed record PackageInformation
{
    /// <summary>Full path; of a split package, its first part's.</summary>
    public required string Path { get; init; }

    public required PackageKind Kind { get; init; }

    /// <summary>The package's own version; empty where it has none.</summary>
    public string Version { get; init; } = "";

    /// <summary>As the manifest has it: <c>2026-01-01T00:00:00Z</c>.</summary>
    public string CreatedAt { get; init; } = "";

    public IReadOnlyList<PackageImageInformation> Images { get; init; } = [];

    /// <summary>Engines with their versions, as <c>NAME:VERSION</c>.</summary>
    public IReadOnlyList<string> Engines { get; init; } = [];

    /// <summary>Files besides the images.</summary>
    public IReadOnlyList<PackageFileInformation> Files { get; init; } = [];

    /// <summary>Bytes of the package, all parts together; of a folder, of all its files.</summary>
    public required long Size { get; init; }

    /// <summary>Bytes of the distinct blobs inside.</summary>
    public long BlobBytes { get; init; }

    public int PartCount { get; init; } = 1;

    /// <summary>Whether blobs can be read without reading all that is in front of them.</summary>
    public bool IsSeekable { get; init; }

    public bool HasChecksums { get; init; }

    /// <summary>Whether it has a signature; nothing has verified it.</summary>
    public bool IsSigned { get; init; }

    /// <summary>What a delta builds on; null for a whole package.</summary>
    public string? DeltaBase { get; init; }

    /// <summary>Blobs that a delta leaves out.</summary>
    public int AbsentBlobCount { get; init; }

    /// <summary>The manifest itself; null where there is none.</summary>
    public PackageManifest? Manifest { get; init; }
}
