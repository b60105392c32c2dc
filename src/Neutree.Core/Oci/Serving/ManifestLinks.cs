using System.Text.Json;

namespace Neutree.Core.Oci.Serving;

/// <summary>What a manifest or index points at, and what a referrers list says of it.</summary>
internal sealed record ManifestLinks
{
    public required string MediaType { get; init; }

    /// <summary>Content that must be there before this may be stored: blobs of a manifest.</summary>
    public required IReadOnlyList<Descriptor> Blobs { get; init; }

    /// <summary>Manifests of an index.</summary>
    public required IReadOnlyList<Descriptor> Children { get; init; }

    public Descriptor? Subject { get; init; }

    /// <summary>The <c>artifactType</c>, for a manifest falling back to its config's media type (distribution-spec, "Listing Referrers").</summary>
    public string? ArtifactType { get; init; }

    public required IReadOnlyDictionary<string, string> Annotations { get; init; }

    /// <param name="content">The document's bytes.</param>
    /// <param name="mediaType">What the sender called it, or null.</param>
    /// <exception cref="OciFormatException">Not a manifest or index that a registry stores, or the sender called it by another type.</exception>
    public static ManifestLinks Parse(ReadOnlyMemory<byte> content, string? mediaType)
    {
        using JsonDocument document = OciJson.ParseDocument(content, "manifest");
        JsonElement root = document.RootElement;
        bool hasChildren = root.TryGetProperty("manifests", out _);
        string? stated = OciJson.OptionalString(root, "mediaType");
        string type = stated ?? mediaType ?? (hasChildren ? MediaTypes.OciIndex : MediaTypes.OciManifest);
        if (mediaType is not null && stated is not null && mediaType != stated)
        {
            throw new OciFormatException("Oci.MediaTypeMismatch", $"the manifest calls itself '{stated}' but was sent as '{mediaType}'");
        }

        // A document that is both would be read differently by different clients.
        if (hasChildren == root.TryGetProperty("config", out _) || hasChildren == root.TryGetProperty("layers", out _))
        {
            throw new OciFormatException("Oci.AmbiguousManifest", "the document is neither clearly an image manifest nor clearly an index");
        }

        return MediaTypes.IsIndex(type) ? OfIndex(ImageIndex.Parse(content, type), OciJson.OptionalString(root, "artifactType")) : OfManifest(Manifest.Parse(content, type));
    }

    private static ManifestLinks OfIndex(ImageIndex index, string? artifactType) => new()
    {
        MediaType = index.MediaType,
        Blobs = [.. index.Manifests.Where(child => !IsManifestType(child.MediaType))],
        Children = [.. index.Manifests.Where(child => IsManifestType(child.MediaType))],
        Subject = index.Subject,
        ArtifactType = artifactType,
        Annotations = index.Annotations,
    };

    private static ManifestLinks OfManifest(Manifest manifest) => new()
    {
        MediaType = manifest.MediaType,
        Blobs = [manifest.Config, .. manifest.Layers],
        Children = [],
        Subject = manifest.Subject,
        ArtifactType = manifest.ArtifactType,
        Annotations = manifest.Annotations,
    };

    private static bool IsManifestType(string mediaType) => MediaTypes.IsIndex(mediaType) || MediaTypes.IsManifest(mediaType);
}
