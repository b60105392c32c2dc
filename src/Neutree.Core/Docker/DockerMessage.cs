using System.Text.Json;
using System.Text.Json.Serialization;

namespace Neutree.Core.Docker;

/// <summary>One object of the stream with which an engine answers while it works. A failure is part of the stream: the status was 200 long before.</summary>
internal sealed record DockerMessage
{
    [JsonPropertyName("stream")]
    public string? Text { get; init; }

    [JsonPropertyName("status")]
    public string? Status { get; init; }

    [JsonPropertyName("error")]
    public string? Error { get; init; }

    /// <summary>What a tool may want to know, such as the id of the image that was built.</summary>
    [JsonPropertyName("aux")]
    public JsonElement? Auxiliary { get; init; }
}
