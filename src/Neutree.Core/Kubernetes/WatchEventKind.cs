namespace Neutree.Core.Kubernetes;

/// <summary>What a watch tells.</summary>
public enum WatchEventKind
{
    Added,
    Modified,
    Deleted,

    /// <summary>All objects that were there at the beginning have been told. Carries no object.</summary>
    Synchronized,

    /// <summary>Nothing happened up to a later version; a new watch may resume there. Carries no object.</summary>
    Bookmark,
}
