using System.Text.Json;
using Neutree.Cli.Options;
using Neutree.Core.Packages.Finding;

namespace Neutree.Cli.Output;

/// <summary>How images that were found are written.</summary>
internal static class FoundImageOutputs
{
    private static readonly string[] ImageHead = ["IMAGE", "DIGEST", "REASON"];

    /// <summary>Plain lines are names alone, so that they are an image list; pinned where they were resolved.</summary>
    public static IResultOutput<FoundImage> ForImages(OutputFormat format, TextWriter writer) => format switch
    {
        OutputFormat.Json => new JsonOutput<FoundImage>(writer, Write),
        OutputFormat.Table => new TableOutput<FoundImage>(writer, ImageHead, Row),
        _ => new PlainOutput<FoundImage>(writer, Line),
    };

    private static string[] Row(FoundImage image) => [image.Image, image.Digest?.ToShortString() ?? "", Reasons(image)];

    private static string Reasons(FoundImage image) =>
        image.Reasons.Count > 1 ? $"{image.Reasons[0]} and {image.Reasons.Count - 1} more" : image.Reasons.Count == 1 ? image.Reasons[0].ToString() : "";

    private static string Line(FoundImage image) =>
        image is { Digest: { } digest, Reference.Digest: null } ? $"{image.Image}@{digest}" : image.Image;

    private static void Write(Utf8JsonWriter json, FoundImage image)
    {
        json.WriteStartObject();
        json.WriteString("image", image.Image);
        json.WriteString("reference", image.Reference?.ToString());
        json.WriteString("digest", image.Digest?.ToString());
        json.WriteStartArray("platforms");
        foreach (PinnedPlatform platform in image.Platforms)
        {
            json.WriteStartObject();
            json.WriteString("platform", platform.Platform?.ToString());
            json.WriteString("digest", platform.Digest.ToString());
            json.WriteNumber("size", platform.Size);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("reasons");
        foreach (ImageReason reason in image.Reasons)
        {
            json.WriteStartObject();
            json.WriteString("kind", JsonNamingPolicy.CamelCase.ConvertName(reason.Kind.ToString()));
            json.WriteString("resource", reason.Resource);
            json.WriteString("path", reason.Path);
            json.WriteString("source", reason.Source);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
