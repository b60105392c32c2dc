namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>A set of rules by which objects are ready.</summary>
internal interface IReadinessJudge
{
    /// <param name="item">The object as it is now.</param>
    /// <param name="related">What it owns.</param>
    /// <param name="now">The time.</param>
    Judgement Judge(KubernetesObject item, IOwnedObjects related, DateTimeOffset now);
}
