namespace Neutree.Core.Oci;

/// <summary>Names a piece of content by type, digest and size in bytes (image-spec, descriptor.md).</summary>
public sealed record Descriptor(string MediaType, Digest Digest, long Size)
{
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Urls { get; init; } = [];

    public Platform? Platform { get; init; }

    public string? ArtifactType { get; init; }

    /// <summary>The manifest that this entry of an index attests; null where it attests none. BuildKit ties the two by an annotation, the entry's own platform is unknown/unknown.</summary>
    public Digest? AttestedDigest => Annotations.TryGetValue("vnd.docker.reference.digest", out string? text) && Oci.Digest.TryParse(text, out Digest digest) ? digest : null;

    /// <summary>The content itself, where the descriptor embeds it; such content needs no blob.</summary>
    public ReadOnlyMemory<byte>? Data { get; init; }
}
