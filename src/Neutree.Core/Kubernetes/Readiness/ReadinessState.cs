namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>How far an object is.</summary>
public enum ReadinessState
{
    /// <summary>It isn't there, or hasn't been seen yet.</summary>
    Missing,

    InProgress,

    Ready,

    /// <summary>Something is wrong with it, perhaps not for good.</summary>
    Failed,

    /// <summary>It is being deleted.</summary>
    Terminating,
}
