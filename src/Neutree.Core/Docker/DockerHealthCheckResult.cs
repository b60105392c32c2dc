namespace Neutree.Core.Docker;

/// <summary>How one run of a health check ended, and what it printed.</summary>
internal sealed record DockerHealthCheckResult
{
    public int ExitCode { get; init; }

    public string Output { get; init; } = "";
}
