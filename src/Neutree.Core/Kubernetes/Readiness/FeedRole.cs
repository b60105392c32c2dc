namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>What a watch is for.</summary>
internal enum FeedRole
{
    /// <summary>Objects that are waited for.</summary>
    Objects,

    /// <summary>Replica sets and pods that controllers made for them.</summary>
    Owned,

    /// <summary>Warnings about either.</summary>
    Warnings,
}
