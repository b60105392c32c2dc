using System.Text.Json;

namespace Neutree.Core.Oci;

/// <summary>The parts of an image configuration that a transfer needs (image-spec, config.md).</summary>
public sealed record ImageConfig(Platform Platform, IReadOnlyList<Digest> DiffIds)
{
    /// <summary>When the image was made, or null where the config doesn't say.</summary>
    public DateTimeOffset? Created { get; init; }

    /// <exception cref="OciFormatException">Not JSON, or a diff ID is no digest.</exception>
    public static ImageConfig Parse(ReadOnlyMemory<byte> content)
    {
        using JsonDocument document = OciJson.ParseDocument(content, "image config");
        JsonElement root = document.RootElement;
        List<Digest> diffIds = [];
        if (root.TryGetProperty("rootfs", out JsonElement rootfs)
            && rootfs.ValueKind == JsonValueKind.Object
            && rootfs.TryGetProperty("diff_ids", out JsonElement ids)
            && ids.ValueKind == JsonValueKind.Array)
        {
            diffIds.AddRange(ids.EnumerateArray().Select(id => Digest.Parse(id.ValueKind == JsonValueKind.String ? id.GetString()! : id.GetRawText())));
        }

        Platform platform = new(
            OciJson.OptionalString(root, "os") ?? "linux",
            OciJson.OptionalString(root, "architecture") ?? "amd64",
            OciJson.OptionalString(root, "variant"))
        {
            OperatingSystemVersion = OciJson.OptionalString(root, "os.version"),
        };
        return new ImageConfig(platform, diffIds)
        {
            Created = DateTimeOffset.TryParse(OciJson.OptionalString(root, "created"), out DateTimeOffset created) ? created : null,
        };
    }
}
