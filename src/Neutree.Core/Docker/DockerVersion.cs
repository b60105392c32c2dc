using System.Text.Json.Serialization;

namespace Neutree.Core.Docker;

/// <summary>What <c>GET /version</c> tells of an engine.</summary>
internal sealed record DockerVersion
{
    /// <summary><c>20.10.24</c>, with whatever its distribution adds.</summary>
    public string Version { get; init; } = "";

    public string ApiVersion { get; init; } = "";

    public string Os { get; init; } = "";

    /// <summary><c>amd64</c>, <c>arm64</c>.</summary>
    [JsonPropertyName("Arch")]
    public string Architecture { get; init; } = "";
}
