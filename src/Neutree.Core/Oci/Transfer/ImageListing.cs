namespace Neutree.Core.Oci.Transfer;

/// <summary>One image of one platform, as ImageLister found it.</summary>
public sealed record ImageListing
{
    /// <summary>The name it is found under, or null for an image without one.</summary>
    public string? Reference { get; init; }

    /// <summary>The digest the name stands for: of the index, the manifest or, in archives without manifests, the config.</summary>
    public required Digest Digest { get; init; }

    /// <summary>The digest of this platform's manifest; null in archives without manifests.</summary>
    public Digest? ManifestDigest { get; init; }

    /// <summary>The image ID: the digest of the config.</summary>
    public Digest? ConfigDigest { get; init; }

    public Platform? Platform { get; init; }

    /// <summary>Stored bytes of config and layers.</summary>
    public long Size { get; init; }

    public IReadOnlyList<ImageLayerListing> Layers { get; init; } = [];

    public string? MediaType { get; init; }

    public DateTimeOffset? Created { get; init; }
}
