namespace Neutree.Core.Docker;

/// <summary>One container of <c>GET /containers/json</c>.</summary>
internal sealed record DockerContainerSummary
{
    public string Id { get; init; } = "";

    public IReadOnlyDictionary<string, string>? Labels { get; init; }
}
