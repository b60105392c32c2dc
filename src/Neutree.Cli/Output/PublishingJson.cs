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
        json.WriteWord("verification", package.Verification);
        json.WriteNumber("duration", Math.Round(package.Duration.TotalSeconds, 3));
        json.WriteWord("status", package.Status);
        json.WriteObjects("files", package.Files, file =>
        {
            json.WriteString("name", file.Name);
            json.WriteWord("kind", file.Kind);
            json.WriteString("uri", file.Uri?.OriginalString);
            json.WriteNumber("size", file.Size);
            json.WriteString("sha256", file.Sha256);
            json.WriteNumber("bytesSent", file.BytesSent);
            json.WriteWord("verification", file.Verification);
        });
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, ReleasedPackage released)
    {
        json.WriteStartObject();
        json.WriteWord("group", released.Group);
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
        json.WriteWord("status", package.Status);
        json.WriteTexts("files", package.Files);
        json.WriteEndObject();
    }
}
