using Neutree.Core.Packages.Signing;

namespace Neutree.Core.Packages;

/// <summary>What PackageWriter writes and where to.</summary>
public sealed record PackageWriteOptions
{
    /// <summary>
    /// The package's full path, ending in <c>.tar.gz</c> or <c>.tgz</c>. A delta whose name doesn't say so gets <c>-delta</c> before the ending;
    /// a split package's parts have <c>.part001</c>, <c>.part002</c>, … behind it. An existing file is replaced once the new one is complete.
    /// </summary>
    public required string OutputPath { get; init; }

    /// <summary>
    /// Metadata and engines as they go into <c>manifest.yaml</c>. <see cref="PackageManifest.Images"/> and <see cref="PackageManifest.Delta"/> are made by
    /// the writer, and so is an empty <see cref="PackageManifest.ManifestVersion"/> or <see cref="PackageMetadata.CreatedAt"/>.
    /// </summary>
    public required PackageManifest Manifest { get; init; }

    /// <summary>
    /// <c>manifest.yaml</c> as it goes in, byte for byte; <see cref="Manifest"/> is what it says, images included. Null: it is made of that. A delta's can't be given.
    /// </summary>
    public ReadOnlyMemory<byte>? ManifestContent { get; init; }

    /// <summary>The images, in the order of the manifest. None: a package without an image archive.</summary>
    public IReadOnlyList<PackageImageContent> Images { get; init; } = [];

    /// <summary>Files besides the images, in any order. Where <c>images.txt</c> is not among them, the writer lists the images' names in it.</summary>
    public IReadOnlyList<PackageFileContent> Files { get; init; } = [];

    /// <summary>The image archive's path in the package, below <c>images/</c> and ending in <c>.tar</c>.</summary>
    public string ImageFile { get; init; } = "images/all-images.tar";

    /// <summary>Bytes of a part; null writes one file.</summary>
    public long? SplitSize { get; init; }

    /// <summary>What the receiver has already: only blobs that it lacks go in, and the package becomes a delta. Null: everything goes in.</summary>
    public IDeltaBase? Base { get; init; }

    /// <summary>Signs <c>checksums.txt</c>; null leaves the package unsigned. It stays the caller's to dispose.</summary>
    public PackageSigningKey? SigningKey { get; init; }

    /// <summary>
    /// The time of every entry and of <c>created_at</c>; null: <c>SOURCE_DATE_EPOCH</c>, else the time at which the newest of the images was created. Where none
    /// says, entries are of 1970 and there is no <c>created_at</c>.
    /// </summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Also writes <c>manifest.yaml</c> beside the package, as <c>NAME-manifest.yaml</c>.</summary>
    public bool WritesManifestBeside { get; init; } = true;

    /// <summary>Blobs that are fetched ahead of the one being written.</summary>
    public int ThrottleLimit { get; init; } = 4;
}
