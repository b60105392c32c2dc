namespace Neutree.Core.Docker;

internal sealed record DockerContainerHealth
{
    /// <summary><c>starting</c>, <c>healthy</c>, <c>unhealthy</c>, <c>none</c>.</summary>
    public string Status { get; init; } = "";

    /// <summary>The last checks, oldest first; null where there were none.</summary>
    public IReadOnlyList<DockerHealthCheckResult>? Log { get; init; }
}
