namespace Neutree.Core.Packages.Inspection;

/// <summary>One image or blob in which two packages differ.</summary>
public sealed record PackageDifference
{
    public required PackageChange Change { get; init; }

    /// <summary><c>Image</c> or <c>Blob</c>.</summary>
    public required string Kind { get; init; }

    /// <summary>An image's name, or a blob's digest.</summary>
    public required string Name { get; init; }

    /// <summary>The image's digest in the older package; null where it isn't in there.</summary>
    public string? OldDigest { get; init; }

    /// <summary>Its digest in the newer one.</summary>
    public string? NewDigest { get; init; }

    /// <summary>Bytes of the blob, or of all the image's blobs, in the newer package; of what was removed, in the older one.</summary>
    public required long Size { get; init; }

    /// <summary>Bytes of that which the older package doesn't have: what has to be carried to a site that has the older one. Blobs of several images count at the first.</summary>
    public long BytesToShip { get; init; }
}
