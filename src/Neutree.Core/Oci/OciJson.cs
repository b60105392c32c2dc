using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Neutree.Core.Oci;

/// <summary>Reads and writes the JSON shapes that OCI documents share; no reflection, so a cold start stays quick.</summary>
internal static class OciJson
{
    private static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static JsonDocument ParseDocument(ReadOnlyMemory<byte> content, string what)
    {
        JsonDocument document = ParseAny(content, what);
        if (document.RootElement.ValueKind == JsonValueKind.Object)
        {
            return document;
        }

        document.Dispose();
        throw new OciFormatException("Oci.InvalidJson", $"the {what} is not a JSON object");
    }

    /// <summary>A document whose top may be of any kind.</summary>
    public static JsonDocument ParseAny(ReadOnlyMemory<byte> content, string what)
    {
        try
        {
            CheckTexts(content.Span);
            return JsonDocument.Parse(content, new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            throw new OciFormatException("Oci.InvalidJson", $"the {what} is not valid JSON: {error.Message}", error);
        }
    }

    /// <summary>The parser takes texts that are no UTF-8 or half a surrogate pair, and only the use of one would fail.</summary>
    private static void CheckTexts(ReadOnlySpan<byte> content)
    {
        Utf8JsonReader reader = new(content);
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
            {
                reader.GetString();
            }
        }
    }

    public static JsonElement Required(JsonElement element, string name, string what) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Object
            ? value
            : throw new OciFormatException("Oci.MissingField", $"the {what} has no '{name}'");

    public static string? OptionalString(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : null;

    public static IReadOnlyList<Descriptor> ReadDescriptors(JsonElement root, string name, string what)
    {
        if (!root.TryGetProperty(name, out JsonElement array) || array.ValueKind == JsonValueKind.Null)
        {
            return name == "layers"
                ? []
                : throw new OciFormatException("Oci.MissingField", $"the {what} has no '{name}'");
        }

        return array.ValueKind == JsonValueKind.Array
            ? [.. array.EnumerateArray().Select((item, i) => ReadDescriptor(item, $"{what}.{name}[{i}]"))]
            : throw new OciFormatException("Oci.MissingField", $"'{name}' of the {what} is not a list");
    }

    public static Descriptor ReadDescriptor(JsonElement element, string what)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw new OciFormatException("Oci.InvalidDescriptor", $"{what} is not a descriptor");
        }

        if (!Digest.TryParse(OptionalString(element, "digest"), out Digest digest))
        {
            throw new OciFormatException("Oci.InvalidDescriptor", $"{what} has no valid sha256 or sha512 digest");
        }

        if (!element.TryGetProperty("size", out JsonElement sizeElement)
            || sizeElement.ValueKind != JsonValueKind.Number
            || !sizeElement.TryGetInt64(out long size)
            || size < 0)
        {
            throw new OciFormatException("Oci.InvalidDescriptor", $"{what} has no valid size");
        }

        return new Descriptor(OptionalString(element, "mediaType") ?? "application/octet-stream", digest, size)
        {
            Annotations = ReadAnnotations(element),
            ArtifactType = OptionalString(element, "artifactType"),
            Platform = ReadPlatform(element),
            Urls = element.TryGetProperty("urls", out JsonElement urls) && urls.ValueKind == JsonValueKind.Array
                ? [.. urls.EnumerateArray().Where(u => u.ValueKind == JsonValueKind.String).Select(u => u.GetString()!)]
                : [],
            Data = ReadData(element, digest, size, what),
        };
    }

    public static IReadOnlyDictionary<string, string> ReadAnnotations(JsonElement element)
    {
        Dictionary<string, string> annotations = [];
        if (element.TryGetProperty("annotations", out JsonElement map) && map.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in map.EnumerateObject())
            {
                annotations[property.Name] = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString()! : property.Value.GetRawText();
            }
        }

        return annotations;
    }

    public static byte[] Write(Action<Utf8JsonWriter> writeMembers)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static void WriteDescriptor(Utf8JsonWriter writer, Descriptor descriptor)
    {
        writer.WriteStartObject();
        writer.WriteString("mediaType", descriptor.MediaType);
        writer.WriteString("digest", descriptor.Digest.ToString());
        writer.WriteNumber("size", descriptor.Size);
        if (descriptor.Urls.Count > 0)
        {
            writer.WriteStartArray("urls");
            foreach (string url in descriptor.Urls)
            {
                writer.WriteStringValue(url);
            }

            writer.WriteEndArray();
        }

        WriteAnnotations(writer, descriptor.Annotations);
        if (descriptor.Data is { } data)
        {
            writer.WriteBase64String("data", data.Span);
        }

        if (descriptor.Platform is { } platform)
        {
            WritePlatform(writer, platform);
        }

        if (descriptor.ArtifactType is { } artifactType)
        {
            writer.WriteString("artifactType", artifactType);
        }

        writer.WriteEndObject();
    }

    /// <summary>Keys in ordinal order: equal annotations always give equal bytes.</summary>
    public static void WriteAnnotations(Utf8JsonWriter writer, IReadOnlyDictionary<string, string>? annotations)
    {
        if (annotations is null || annotations.Count == 0)
        {
            return;
        }

        writer.WriteStartObject("annotations");
        foreach ((string key, string value) in annotations.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    private static void WritePlatform(Utf8JsonWriter writer, Platform platform)
    {
        writer.WriteStartObject("platform");
        writer.WriteString("architecture", platform.Architecture);
        writer.WriteString("os", platform.OperatingSystem);
        if (platform.OperatingSystemVersion is { } version)
        {
            writer.WriteString("os.version", version);
        }

        if (platform.Variant is { } variant)
        {
            writer.WriteString("variant", variant);
        }

        writer.WriteEndObject();
    }

    private static Platform? ReadPlatform(JsonElement element) =>
        element.TryGetProperty("platform", out JsonElement platform)
        && platform.ValueKind == JsonValueKind.Object
        && OptionalString(platform, "os") is { } os
        && OptionalString(platform, "architecture") is { } architecture
            ? new Platform(os, architecture, OptionalString(platform, "variant")) { OperatingSystemVersion = OptionalString(platform, "os.version") }
            : null;

    private static ReadOnlyMemory<byte>? ReadData(JsonElement element, Digest digest, long size, string what)
    {
        if (!element.TryGetProperty("data", out JsonElement data) || data.ValueKind != JsonValueKind.String)
        {
            return null;
        }

        if (!data.TryGetBytesFromBase64(out byte[]? bytes) || bytes.Length != size || digest.ComputeSame(bytes) != digest)
        {
            throw new OciFormatException("Oci.InvalidDescriptor", $"the embedded data of {what} doesn't match its digest and size");
        }

        return bytes;
    }
}
