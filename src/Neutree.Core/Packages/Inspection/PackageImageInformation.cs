namespace Neutree.Core.Packages.Inspection;

/// <summary>An image of a package under one of its names.</summary>
public sealed record PackageImageInformation
{
    /// <summary>The package.</summary>
    public required string Path { get; init; }

    /// <summary>Its name as docker writes it; empty for an image without one.</summary>
    public required string Name { get; init; }

    /// <summary>The digest of index, manifest or, for loose parts, config; null where the image isn't inside.</summary>
    public string? Digest { get; init; }

    /// <summary><c>linux/amd64,linux/arm64</c>; null for artifacts.</summary>
    public string? Platforms { get; init; }

    /// <summary>Bytes of its distinct blobs as they are stored.</summary>
    public long Size { get; init; }

    /// <summary>Distinct layers and configs.</summary>
    public int BlobCount { get; init; }

    /// <summary>Signatures, SBOMs and other manifests that refer to it.</summary>
    public int ReferrerCount { get; init; }

    public string Accelerator { get; init; } = "";

    /// <summary>Why it can't be used; null where it can.</summary>
    public string? Problem { get; init; }

    public override string ToString() => Name.Length > 0 ? Name : Digest ?? "";
}
