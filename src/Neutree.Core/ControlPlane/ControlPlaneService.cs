namespace Neutree.Core.ControlPlane;

/// <summary>A service of an installed control plane, as it is now.</summary>
public sealed record ControlPlaneService
{
    /// <summary><c>neutree-core</c>, <c>obs-stack</c>, or the name of the release.</summary>
    public required string Component { get; init; }

    public required string Name { get; init; }

    public required ServiceStatus Status { get; init; }

    /// <summary>What the engine or cluster calls it: <c>running</c>, <c>exited (1)</c>.</summary>
    public string State { get; init; } = "";

    /// <summary>Outcome of its health check, as the engine calls it; empty where it has none.</summary>
    public string Health { get; init; } = "";

    public string Image { get; init; } = "";

    /// <summary>Where it is reached on the host, as <c>0.0.0.0:3000->3000/tcp</c>.</summary>
    public IReadOnlyList<string> Ports { get; init; } = [];

    /// <summary>Why it isn't ready, where that is known; empty otherwise.</summary>
    public string Message { get; init; } = "";

    /// <summary>When it was made, where that is known.</summary>
    public DateTimeOffset? CreatedAt { get; init; }
}
