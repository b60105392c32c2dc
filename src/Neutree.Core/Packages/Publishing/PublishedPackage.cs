namespace Neutree.Core.Packages.Publishing;

/// <summary>A package that was published.</summary>
public sealed record PublishedPackage
{
    /// <summary>The package's full path here.</summary>
    public required string Path { get; init; }

    /// <summary>Where the package (of a split one, the first part) can be fetched; where the server doesn't say, the address it was sent to.</summary>
    public required Uri Uri { get; init; }

    public Uri? ChecksumUri => FirstOf(PackageFileKind.Checksum);

    public Uri? ManifestUri => FirstOf(PackageFileKind.Manifest);

    /// <summary>In the order in which they were published.</summary>
    public required IReadOnlyList<PublishedFile> Files { get; init; }

    /// <summary>Bytes of the archive, or of its parts together.</summary>
    public long Size { get; init; }

    public long BytesSent => Files.Sum(static file => file.BytesSent);

    /// <summary>The weakest of the files'.</summary>
    public PublishVerification Verification => Files.Count == 0 ? PublishVerification.None : Files.Min(static file => file.Verification);

    public TimeSpan Duration { get; init; }

    public PublishStatus Status { get; init; }

    private Uri? FirstOf(PackageFileKind kind) => Files.FirstOrDefault(file => file.Kind == kind)?.Uri;
}
