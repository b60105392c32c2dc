using System.Text.Json;
using Neutree.Core;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Cli.Output;

/// <summary>Results as JSON objects. Names are those of the result's properties; sizes are bytes, times seconds.</summary>
internal static class ResultJson
{
    public static void Write(Utf8JsonWriter json, ImageTransferResult result)
    {
        json.WriteStartObject();
        json.WriteString("source", result.Source);
        json.WriteString("target", result.Target);
        json.WriteString("digest", result.Digest?.ToString());
        json.WriteString("platform", result.Platform);
        json.WriteNumber("bytesSent", result.BytesSent);
        json.WriteNumber("bytesSkipped", result.BytesSkipped);
        json.WriteNumber("duration", Math.Round(result.Duration.TotalSeconds, 3));
        json.WriteString("status", JsonNamingPolicy.CamelCase.ConvertName(result.Status.ToString()));
        if (result.Error is { } error)
        {
            json.WriteStartObject("error");
            json.WriteString("id", (error as NeutreeException)?.ErrorId);
            json.WriteString("message", error.Message);
            json.WriteString("recommendation", (error as NeutreeException)?.Recommendation is { } advice ? FlagNames.Translate(advice) : null);
            json.WriteEndObject();
        }

        json.WriteStartArray("warnings");
        foreach (string warning in result.Warnings)
        {
            json.WriteStringValue(warning);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ImageListing image)
    {
        json.WriteStartObject();
        json.WriteString("reference", image.Reference);
        json.WriteString("digest", image.Digest.ToString());
        json.WriteString("manifestDigest", image.ManifestDigest?.ToString());
        json.WriteString("configDigest", image.ConfigDigest?.ToString());
        json.WriteString("platform", image.Platform?.ToString());
        json.WriteString("mediaType", image.MediaType);
        json.WriteNumber("size", image.Size);
        json.WriteString("created", image.Created?.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ"));
        json.WriteStartArray("layers");
        foreach (ImageLayerListing layer in image.Layers)
        {
            json.WriteStartObject();
            json.WriteString("digest", layer.Digest?.ToString());
            json.WriteString("diffId", layer.DiffId?.ToString());
            json.WriteNumber("size", layer.Size);
            json.WriteString("mediaType", layer.MediaType);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
