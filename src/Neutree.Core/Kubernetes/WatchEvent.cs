namespace Neutree.Core.Kubernetes;

/// <summary>One event of a watch.</summary>
/// <param name="Kind">What happened.</param>
/// <param name="Object">The object after it, or its last state where it was deleted. One that vanished unseen has only its name. Null where the kind carries none.</param>
/// <param name="ResourceVersion">Where a watch can be resumed to see what comes after this.</param>
public sealed record WatchEvent(WatchEventKind Kind, KubernetesObject? Object, string ResourceVersion);
