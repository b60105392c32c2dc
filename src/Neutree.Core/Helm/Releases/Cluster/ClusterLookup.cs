using Neutree.Core.Go;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Cluster;

/// <summary>What <c>lookup</c> finds in a cluster (Helm 4.1 <c>engine/lookup_func.go</c>). Templates run synchronously, so that it waits for its answers.</summary>
/// <param name="client">The cluster.</param>
/// <param name="coming">Kinds that are defined before the chart's objects are applied; there are none of them yet.</param>
internal sealed class ClusterLookup(IKubernetesClient client, IReadOnlyList<ApiResource> coming) : IClusterLookup
{
    /// <exception cref="GoException">The cluster knows no such kind, or refuses.</exception>
    public GoMap Lookup(string apiVersion, string kind, string ns, string name, CancellationToken cancellationToken)
    {
        try
        {
            return LookupAsync(apiVersion, kind, ns, name, cancellationToken).GetAwaiter().GetResult();
        }
        catch (KubernetesException refusal)
        {
            throw new GoException(refusal.Message, refusal);
        }
    }

    private async Task<GoMap> LookupAsync(string apiVersion, string kind, string ns, string name, CancellationToken cancellationToken)
    {
        if (await client.FindResourceAsync(apiVersion, kind, cancellationToken).ConfigureAwait(false) is not { } resource)
        {
            return coming.Any(known => known.ApiVersion == apiVersion && known.Kind == kind) || await KnowsVersionAsync(apiVersion, cancellationToken).ConfigureAwait(false)
                ? new GoMap()
                : throw new GoException($"unable to get apiresource from unstructured: {apiVersion}, Kind={kind} , error the server could not find the requested resource");
        }

        if (name.Length > 0)
        {
            // A namespaced object without its namespace is none.
            return resource.IsNamespaced && ns.Length == 0
                ? new GoMap()
                : (await client.GetAsync(new ObjectReference(apiVersion, kind, name, ns.Length == 0 ? null : ns), cancellationToken).ConfigureAwait(false))?.Content ?? new GoMap();
        }

        ObjectQuery query = new(apiVersion, kind) { Namespace = ns.Length == 0 ? null : ns, AllNamespaces = ns.Length == 0 };
        List<object?> items = [];
        await foreach (KubernetesObject item in client.ListAsync(query, cancellationToken).ConfigureAwait(false))
        {
            items.Add(item.Content);
        }

        GoMap list = new();
        list["apiVersion"] = (GoString)apiVersion;
        list["kind"] = (GoString)(kind + "List");
        list["metadata"] = new GoMap();
        list["items"] = new GoSlice([.. items]);
        return list;
    }

    private async Task<bool> KnowsVersionAsync(string apiVersion, CancellationToken cancellationToken) =>
        (await client.GetResourcesAsync(cancellationToken).ConfigureAwait(false)).Any(resource => resource.ApiVersion == apiVersion);
}
