namespace Neutree.Core.Oci;

/// <summary>Content held by a source.</summary>
public sealed record SourceBlob
{
    /// <summary>What the pushed descriptor says; for plain layers of docker archives the OCI <c>tar</c> type.</summary>
    public required string MediaType { get; init; }

    /// <summary>The digest of the stored bytes, or null where the source doesn't state it (compressed layers in docker archives).</summary>
    public Digest? Digest { get; init; }

    /// <summary>The digest of the uncompressed layer, as the image's config claims it; null for what is no layer.</summary>
    public Digest? DiffId { get; init; }

    /// <summary>Stored bytes.</summary>
    public required long Size { get; init; }

    public BlobCompression Compression { get; init; }

    /// <summary>Where the blob starts in a sequential source; else any order.</summary>
    public long Position { get; init; }

    /// <summary>The descriptor the source's own manifest has for it (annotations, URLs), where there is one.</summary>
    public Descriptor? Descriptor { get; init; }

    /// <summary>The source's own key for the blob (a tar entry, a repository); meaningless to others.</summary>
    public object? Locator { get; init; }
}
