namespace Neutree.Core.Oci;

/// <summary>Names a piece of content by type, digest and size in bytes (image-spec, descriptor.md).</summary>
public sealed record Descriptor(string MediaType, Digest Digest, long Size)
{
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Urls { get; init; } = [];

    public Platform? Platform { get; init; }

    public string? ArtifactType { get; init; }

    /// <summary>The content itself, where the descriptor embeds it; such content needs no blob.</summary>
    public ReadOnlyMemory<byte>? Data { get; init; }
}
