using Neutree.Core.Kubernetes.Requests;

namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>Finds out where objects are that may not name their namespace.</summary>
internal static class WatchedObjects
{
    /// <exception cref="KubernetesException">The cluster doesn't know a kind.</exception>
    public static async Task<IReadOnlyList<WatchedObject>> FindAsync(IKubernetesClient client, IReadOnlyList<ObjectReference> references, CancellationToken cancellationToken)
    {
        List<WatchedObject> found = [];
        foreach (ObjectReference reference in references)
        {
            ApiResource resource = await client.FindResourceAsync(reference.ApiVersion, reference.Kind, cancellationToken).ConfigureAwait(false)
                ?? throw ApiFailure.UnknownKind(reference.ApiVersion, reference.Kind, "watch", reference.Name);
            string? ns = !resource.IsNamespaced ? null : string.IsNullOrEmpty(reference.Namespace) ? client.Namespace : reference.Namespace;
            found.Add(new WatchedObject(reference with { Namespace = ns }, resource.Verbs.Contains("watch")));
        }

        return [.. found.Distinct()];
    }
}
