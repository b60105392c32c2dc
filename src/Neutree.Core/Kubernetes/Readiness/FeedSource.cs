namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>One watch.</summary>
/// <param name="Query">What is watched.</param>
/// <param name="Role">What for.</param>
/// <param name="IsNeeded">Whether the wait can't do without: a user who may see a deployment but not its pods can still wait for it.</param>
internal sealed record FeedSource(ObjectQuery Query, FeedRole Role, bool IsNeeded);
