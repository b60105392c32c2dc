using System.Text.Json;
using Neutree.Core.Packages.Publishing;
using Neutree.Core.Packages.Receiving;
using Neutree.Core.Packages.Releasing;

namespace Neutree.Cli.Output;

/// <summary>Packages that were published or fetched as JSON objects. Names are those of the result's properties; sizes are bytes, times seconds.</summary>
internal static class PublishingJson
{
    public static void Write(Utf8JsonWriter json, PublishedPackage package)
    {
        json.WriteStartObject();
        json.WriteString("path", package.Path);
        json.WriteString("uri", package.Uri.OriginalString);
        json.WriteString("checksumUri", package.ChecksumUri?.OriginalString);
        json.WriteString("manifestUri", package.ManifestUri?.OriginalString);
        json.WriteNumber("size", package.Size);
        json.WriteNumber("bytesSent", package.BytesSent);
        json.WriteString("verification", Word(package.Verification));
        json.WriteNumber("duration", Math.Round(package.Duration.TotalSeconds, 3));
        json.WriteString("status", Word(package.Status));
        json.WriteStartArray("files");
        foreach (PublishedFile file in package.Files)
        {
            json.WriteStartObject();
            json.WriteString("name", file.Name);
            json.WriteString("kind", Word(file.Kind));
            json.WriteString("uri", file.Uri?.OriginalString);
            json.WriteNumber("size", file.Size);
            json.WriteString("sha256", file.Sha256);
            json.WriteNumber("bytesSent", file.BytesSent);
            json.WriteString("verification", Word(file.Verification));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ReleasedPackage released)
    {
        json.WriteStartObject();
        json.WriteString("group", Word(released.Group));
        json.WriteString("path", released.Package.Path);
        json.WriteBoolean("planned", released.Package.IsPlanned);
        json.WriteNumber("size", released.Package.Size);
        json.WriteString("sha256", released.Package.Sha256);
        json.WritePropertyName("published");
        if (released.Published is { } published)
        {
            Write(json, published);
        }
        else
        {
            json.WriteNullValue();
        }

        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ReceivedPackage package)
    {
        json.WriteStartObject();
        json.WriteString("path", package.Path);
        json.WriteString("uri", package.Uri.OriginalString);
        json.WriteNumber("size", package.Size);
        json.WriteString("sha256", package.Sha256);
        json.WriteBoolean("isVerified", package.IsVerified);
        json.WriteNumber("bytesReceived", package.BytesReceived);
        json.WriteNumber("duration", Math.Round(package.Duration.TotalSeconds, 3));
        json.WriteString("status", Word(package.Status));
        json.WriteStartArray("files");
        foreach (string file in package.Files)
        {
            json.WriteStringValue(file);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
