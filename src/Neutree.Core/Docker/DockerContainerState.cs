namespace Neutree.Core.Docker;

internal sealed record DockerContainerState
{
    /// <summary><c>created</c>, <c>running</c>, <c>paused</c>, <c>restarting</c>, <c>removing</c>, <c>exited</c>, <c>dead</c>.</summary>
    public string Status { get; init; } = "";

    public int ExitCode { get; init; }

    /// <summary>Why the engine couldn't start it; empty where it could.</summary>
    public string Error { get; init; } = "";

    /// <summary>When it was started last; the year 1 where it never was.</summary>
    public DateTimeOffset StartedAt { get; init; }

    /// <summary>Null where the container has no health check.</summary>
    public DockerContainerHealth? Health { get; init; }
}
