namespace Neutree.Core.Kubernetes.Requests;

/// <summary>One line of a watch: an event, or word that its beginning is too long ago.</summary>
internal sealed class WatchLine(WatchEvent happened)
{
    public static WatchLine Expired { get; } = new(new WatchEvent(WatchEventKind.Bookmark, null, ""));

    public bool IsExpired => this == Expired;

    public WatchEvent Event => happened;
}
