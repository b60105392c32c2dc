using System.Text.Json.Serialization;

namespace Neutree.Core.Docker;

/// <summary>Where a container's port is reached on the host.</summary>
internal sealed record DockerPublishedPort
{
    [JsonPropertyName("HostIp")]
    public string Address { get; init; } = "";

    [JsonPropertyName("HostPort")]
    public string Port { get; init; } = "";
}
