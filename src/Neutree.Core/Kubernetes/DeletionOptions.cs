namespace Neutree.Core.Kubernetes;

/// <summary>How an object is deleted.</summary>
public sealed record DeletionOptions
{
    public DeletionPropagation Propagation { get; init; } = DeletionPropagation.Background;

    /// <summary>Delete only the object with this <c>metadata.uid</c>.</summary>
    public string? Uid { get; init; }

    /// <summary>Delete only if it hasn't changed since this <c>metadata.resourceVersion</c>.</summary>
    public string? ResourceVersion { get; init; }

    /// <summary>How long a pod gets to end; null for its own setting.</summary>
    public TimeSpan? GracePeriod { get; init; }

    public bool DryRun { get; init; }
}
