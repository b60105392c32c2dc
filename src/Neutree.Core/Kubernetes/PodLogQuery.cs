namespace Neutree.Core.Kubernetes;

/// <summary>Which part of which container's output to read.</summary>
/// <param name="Pod">Name of the pod.</param>
public sealed record PodLogQuery(string Pod)
{
    /// <summary>Null for the client's own.</summary>
    public string? Namespace { get; init; }

    /// <summary>Null where the pod has only one.</summary>
    public string? Container { get; init; }

    /// <summary>Go on until the container ends.</summary>
    public bool Follow { get; init; }

    /// <summary>The output of the container's run before this one.</summary>
    public bool Previous { get; init; }

    /// <summary>Only the last lines; null for all.</summary>
    public int? TailLines { get; init; }
}
