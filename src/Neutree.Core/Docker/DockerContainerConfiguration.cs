using System.Text.Json.Serialization;

namespace Neutree.Core.Docker;

internal sealed record DockerContainerConfiguration
{
    /// <summary>The image's name as the container was made with it.</summary>
    public string Image { get; init; } = "";

    [JsonPropertyName("Env")]
    public IReadOnlyList<string>? Environment { get; init; }

    public IReadOnlyDictionary<string, string>? Labels { get; init; }

    /// <summary>Whether it writes to a terminal; then its log is one stream.</summary>
    public bool Tty { get; init; }
}
