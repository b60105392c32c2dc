namespace Neutree.Core.Oci;

/// <summary>The bytes of a manifest or index as a registry or store holds them, with the digest computed from those bytes.</summary>
public sealed record ManifestContent(string MediaType, ReadOnlyMemory<byte> Content, Digest Digest)
{
    /// <summary>The largest manifest that is read or written (distribution-spec, "Pushing Manifests"): 4 MiB.</summary>
    public const int MaxSize = 4 * 1024 * 1024;
}
