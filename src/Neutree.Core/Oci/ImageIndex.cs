using System.Text.Json;

namespace Neutree.Core.Oci;

/// <summary>
/// An image index or Docker manifest list, with the bytes it was read from (image-spec, image-index.md).
/// </summary>
public sealed class ImageIndex
{
    private ImageIndex(ReadOnlyMemory<byte> content, string mediaType, IReadOnlyList<Descriptor> manifests)
    {
        Content = content;
        MediaType = mediaType;
        Manifests = manifests;
        Digest = Digest.Compute(content.Span);
    }

    public ReadOnlyMemory<byte> Content { get; }

    /// <summary>The sha256 digest of <see cref="Content"/>.</summary>
    public Digest Digest { get; }

    public string MediaType { get; }

    public IReadOnlyList<Descriptor> Manifests { get; }

    public Descriptor? Subject { get; private init; }

    public IReadOnlyDictionary<string, string> Annotations { get; private init; } = new Dictionary<string, string>();

    public Descriptor ToDescriptor() => new(MediaType, Digest, Content.Length);

    /// <param name="content">The index's bytes; they are kept, not copied.</param>
    /// <param name="mediaType">What the holder said it is; the document's own <c>mediaType</c> wins where present.</param>
    /// <exception cref="OciFormatException">Not JSON, not an index, or a required field is missing.</exception>
    public static ImageIndex Parse(ReadOnlyMemory<byte> content, string? mediaType = null)
    {
        using JsonDocument document = OciJson.ParseDocument(content, "index");
        JsonElement root = document.RootElement;
        string type = OciJson.OptionalString(root, "mediaType") ?? mediaType ?? MediaTypes.OciIndex;
        if (!MediaTypes.IsIndex(type))
        {
            throw new OciFormatException("Oci.UnsupportedManifest", $"'{type}' is not an image index this tool can read");
        }

        return new ImageIndex(content, type, OciJson.ReadDescriptors(root, "manifests", "index"))
        {
            Subject = root.TryGetProperty("subject", out JsonElement subject) && subject.ValueKind == JsonValueKind.Object
                ? OciJson.ReadDescriptor(subject, "index.subject")
                : null,
            Annotations = OciJson.ReadAnnotations(root),
        };
    }

    /// <summary>Writes a new index; fields in the order of the specification, no white space, so the bytes are stable.</summary>
    public static ImageIndex Create(
        IEnumerable<Descriptor> manifests,
        IReadOnlyDictionary<string, string>? annotations = null,
        string mediaType = MediaTypes.OciIndex)
    {
        byte[] content = OciJson.Write(writer =>
        {
            writer.WriteNumber("schemaVersion", 2);
            writer.WriteString("mediaType", mediaType);
            writer.WriteStartArray("manifests");
            foreach (Descriptor manifest in manifests)
            {
                OciJson.WriteDescriptor(writer, manifest);
            }

            writer.WriteEndArray();
            OciJson.WriteAnnotations(writer, annotations);
        });
        return Parse(content, mediaType);
    }
}
