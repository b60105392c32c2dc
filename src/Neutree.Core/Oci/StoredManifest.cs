namespace Neutree.Core.Oci;

/// <summary>A manifest stored as such; its bytes are pushed unchanged.</summary>
public sealed record StoredManifest(Manifest Manifest) : SourceContent
{
    /// <summary>Platform from the index entry or the config; null for artifacts.</summary>
    public Platform? Platform { get; init; }

    /// <summary>The entry that an enclosing index has for it; annotations and platform survive from here.</summary>
    public Descriptor? IndexEntry { get; init; }

    public required SourceBlob Config { get; init; }

    /// <summary>One per layer of <see cref="Manifest"/>, in its order.</summary>
    public required IReadOnlyList<SourceBlob> Layers { get; init; }

    /// <summary>The config's bytes where reading them is free (archives); null otherwise.</summary>
    public ReadOnlyMemory<byte>? ConfigContent { get; init; }

    /// <summary>Manifests that refer to this one (signatures, SBOMs) and lie in the same source: by their subject, or by their tag.</summary>
    public IReadOnlyList<StoredManifest> Referrers { get; init; } = [];

    /// <summary>The tag that alone ties this to the manifest it refers to, as cosign's <c>sha256-….sig</c>; null where its subject does, or it refers to nothing.</summary>
    public string? AttachedTag { get; init; }

    public override Digest Digest => Manifest.Digest;
}
