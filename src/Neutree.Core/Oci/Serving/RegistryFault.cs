using System.Buffers;
using System.Text.Json;
using Neutree.Core.Oci.Serving.Http;

namespace Neutree.Core.Oci.Serving;

/// <summary>An answer with an error code of the specification (distribution-spec, "Error Codes").</summary>
internal sealed class RegistryFault(int status, string code, string message) : Exception(message)
{
    private readonly List<KeyValuePair<string, string>> _headers = [];

    public string Code { get; } = code;

    public static RegistryFault MethodNotAllowed(string allowed) =>
        new RegistryFault(405, "UNSUPPORTED", $"this is not supported here; allowed: {allowed}").With("Allow", allowed);

    public static RegistryFault From(ServingException error) => error.ErrorId switch
    {
        "Serving.BlobUnknown" => new(400, "MANIFEST_BLOB_UNKNOWN", error.Message),
        "Serving.DigestMismatch" => new(400, "DIGEST_INVALID", error.Message),
        "Serving.InUse" => new(405, "UNSUPPORTED", error.Message),
        "Serving.InvalidManifest" => new(400, "MANIFEST_INVALID", error.Message),
        "Serving.ManifestTooLarge" => new(413, "MANIFEST_INVALID", error.Message),
        "Serving.SizeMismatch" => new(400, "SIZE_INVALID", error.Message),
        "Serving.UploadUnknown" => new(404, "BLOB_UPLOAD_UNKNOWN", error.Message),
        _ => new(500, "UNKNOWN", "the registry's storage failed"),
    };

    public RegistryFault With(string name, string value)
    {
        _headers.Add(new(name, value));
        return this;
    }

    public HttpResponse ToResponse()
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            writer.WriteStartArray("errors");
            writer.WriteStartObject();
            writer.WriteString("code", Code);
            writer.WriteString("message", Message);
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        HttpResponse response = new HttpResponse(status) { Content = buffer.WrittenMemory }.With("Content-Type", "application/json");
        foreach ((string name, string value) in _headers)
        {
            response.With(name, value);
        }

        return response;
    }
}
