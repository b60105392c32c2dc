using System.Text.Json;

namespace Neutree.Core.Oci;

/// <summary>
/// An image or artifact manifest, OCI 1.x or Docker v2 schema 2, with the bytes it was read from: those are what is passed on,
/// never a new serialisation (image-spec, manifest.md).
/// </summary>
public sealed class Manifest
{
    private Manifest(ReadOnlyMemory<byte> content, string mediaType, Descriptor config, IReadOnlyList<Descriptor> layers)
    {
        Content = content;
        MediaType = mediaType;
        Config = config;
        Layers = layers;
        Digest = Digest.Compute(content.Span);
    }

    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The sha256 digest of <see cref="Content"/>.</summary>
    public Digest Digest { get; }

    public string MediaType { get; }

    public Descriptor Config { get; }

    public IReadOnlyList<Descriptor> Layers { get; }

    /// <summary>The manifest this one refers to (signature, SBOM), or null.</summary>
    public Descriptor? Subject { get; private init; }

    public IReadOnlyDictionary<string, string> Annotations { get; private init; } = new Dictionary<string, string>();

    /// <summary>The <c>artifactType</c>, falling back to the config's media type as referrers do (distribution-spec, "Listing Referrers").</summary>
    public string? ArtifactType { get; private init; }

    public Descriptor ToDescriptor() => new(MediaType, Digest, Content.Length) { ArtifactType = ArtifactType };

    /// <param name="content">The manifest's bytes; they are kept, not copied.</param>
    /// <param name="mediaType">What the holder said it is; the document's own <c>mediaType</c> wins where present.</param>
    /// <exception cref="OciFormatException">Not JSON, not an image manifest, or a required field is missing.</exception>
    public static Manifest Parse(ReadOnlyMemory<byte> content, string? mediaType = null)
    {
        using JsonDocument document = OciJson.ParseDocument(content, "manifest");
        JsonElement root = document.RootElement;
        string type = OciJson.OptionalString(root, "mediaType") ?? mediaType ?? MediaTypes.OciManifest;
        if (!MediaTypes.IsManifest(type))
        {
            throw new OciFormatException("Oci.UnsupportedManifest", $"'{type}' is not an image manifest this tool can read");
        }

        Descriptor config = OciJson.ReadDescriptor(OciJson.Required(root, "config", "manifest"), "manifest.config");
        return new Manifest(content, type, config, OciJson.ReadDescriptors(root, "layers", "manifest"))
        {
            Subject = root.TryGetProperty("subject", out JsonElement subject) && subject.ValueKind == JsonValueKind.Object
                ? OciJson.ReadDescriptor(subject, "manifest.subject")
                : null,
            Annotations = OciJson.ReadAnnotations(root),
            ArtifactType = OciJson.OptionalString(root, "artifactType") ?? config.MediaType,
        };
    }

    /// <summary>Writes a new OCI image manifest; fields in the order of the specification, no white space, so the bytes are stable.</summary>
    /// <param name="config">Of an artifact without one: the empty JSON object.</param>
    /// <param name="layers">In order.</param>
    /// <param name="annotations">Null for none.</param>
    /// <param name="artifactType">What an artifact is; null for an image.</param>
    public static Manifest Create(
        Descriptor config, IEnumerable<Descriptor> layers, IReadOnlyDictionary<string, string>? annotations = null, string? artifactType = null)
    {
        byte[] content = OciJson.Write(writer =>
        {
            writer.WriteNumber("schemaVersion", 2);
            writer.WriteString("mediaType", MediaTypes.OciManifest);
            if (artifactType is not null)
            {
                writer.WriteString("artifactType", artifactType);
            }

            writer.WritePropertyName("config");
            OciJson.WriteDescriptor(writer, config);
            writer.WriteStartArray("layers");
            foreach (Descriptor layer in layers)
            {
                OciJson.WriteDescriptor(writer, layer);
            }

            writer.WriteEndArray();
            OciJson.WriteAnnotations(writer, annotations);
        });
        return Parse(content, MediaTypes.OciManifest);
    }
}
