namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>Something that a watch told.</summary>
internal sealed record FeedItem(FeedSource Source, WatchEvent Event);
