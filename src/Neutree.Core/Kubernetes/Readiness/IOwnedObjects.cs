namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>Finds what controllers have made for an object.</summary>
internal interface IOwnedObjects
{
    /// <summary>The objects of a kind that name the owner in <c>metadata.ownerReferences</c>.</summary>
    IEnumerable<KubernetesObject> OwnedBy(string ownerUid, string kind);
}
