namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>A warning of the cluster, or a line of a failing container's output, told while one waits.</summary>
/// <param name="About">The object, often a pod, that it is about.</param>
/// <param name="Container">The container whose output it is; null for a warning.</param>
/// <param name="Text"><c>FailedScheduling: 0/3 nodes are available</c>, or the line.</param>
public sealed record ReadinessNote(ObjectReference About, string? Container, string Text)
{
    public override string ToString() => Container is null ? $"{About}: {Text}" : $"{About} [{Container}]: {Text}";
}
