namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>By what rules an object counts as ready.</summary>
public enum ReadinessRules
{
    /// <summary>kstatus' (helm 4 <c>--wait</c>): an object has reached what it asks for.</summary>
    Kstatus,

    /// <summary>Those of helm 3's waiter (helm 4 <c>--wait=legacy</c>): enough of it serves.</summary>
    Legacy,

    /// <summary>Those of hooks: a job is complete, a pod has succeeded; anything else is ready once it is there.</summary>
    Completion,
}
