using System.Text.Json.Serialization;

namespace Neutree.Core.Docker;

/// <summary>What <c>GET /containers/{id}/json</c> tells of a container.</summary>
internal sealed record DockerContainer
{
    public string Id { get; init; } = "";

    /// <summary>With a slash in front.</summary>
    public string Name { get; init; } = "";

    /// <summary>The image's id.</summary>
    public string Image { get; init; } = "";

    public int RestartCount { get; init; }

    public DockerContainerState State { get; init; } = new();

    [JsonPropertyName("Config")]
    public DockerContainerConfiguration Configuration { get; init; } = new();

    [JsonPropertyName("NetworkSettings")]
    public DockerContainerNetwork Network { get; init; } = new();
}
