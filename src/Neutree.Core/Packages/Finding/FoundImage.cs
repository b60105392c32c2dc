using Neutree.Core.Oci;

namespace Neutree.Core.Packages.Finding;

/// <summary>An image that something needs, with all the places that name it.</summary>
public sealed record FoundImage
{
    /// <summary>
    /// Its name as Docker shortens it, always with a tag or digest: <c>postgres:13</c>. Where <see cref="Error"/> is set, the text as it was found.
    /// </summary>
    public required string Image { get; init; }

    /// <summary>The same as a reference; null where the text is none.</summary>
    public ImageReference? Reference { get; init; }

    public required IReadOnlyList<ImageReason> Reasons { get; init; }

    /// <summary>The digest of the index or manifest behind the name; null where nobody has resolved it.</summary>
    public Digest? Digest { get; init; }

    /// <summary>Its platforms with their manifests; empty where nobody has resolved it.</summary>
    public IReadOnlyList<PinnedPlatform> Platforms { get; init; } = [];

    /// <summary>Why the image can't be used: the text is no reference, or the registry doesn't have it.</summary>
    public NeutreeException? Error { get; init; }

    /// <summary>What a registry is asked for: pinned where the image is resolved.</summary>
    internal ImageReference? Pinned => Digest is { } digest ? Reference?.WithDigest(digest) : Reference;
}
