namespace Neutree.Core.Oci;

/// <summary>An image of a docker archive: config and layers without a manifest; pushing it writes a new OCI manifest.</summary>
public sealed record LooseImage(ImageConfig Config, ReadOnlyMemory<byte> ConfigContent, Digest ConfigDigest) : SourceContent
{
    /// <summary>One per diff ID of the config, in its order.</summary>
    public required IReadOnlyList<SourceBlob> Layers { get; init; }

    public override Digest Digest => ConfigDigest;
}
