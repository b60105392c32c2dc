namespace Neutree.Core.Kubernetes;

/// <summary>What a component of the cluster noted about an object.</summary>
public sealed record KubernetesEvent
{
    /// <summary>What it is about.</summary>
    public required ObjectReference About { get; init; }

    public required bool IsWarning { get; init; }

    /// <summary><c>FailedScheduling</c>.</summary>
    public required string Reason { get; init; }

    public required string Message { get; init; }

    /// <summary>How often it happened.</summary>
    public int Count { get; init; } = 1;

    /// <summary>When it happened last; null where the event doesn't say.</summary>
    public DateTimeOffset? LastSeen { get; init; }
}
