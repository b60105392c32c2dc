namespace Neutree.Core.Helm.Releases;

/// <summary>A line that a container wrote.</summary>
/// <param name="Pod">Name of the pod.</param>
/// <param name="Container">Name of the container.</param>
/// <param name="Text">The line.</param>
public sealed record PodLogLine(string Pod, string Container, string Text);
