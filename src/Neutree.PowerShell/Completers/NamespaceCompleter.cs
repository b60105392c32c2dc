using System.Collections;
using Neutree.Core.Kubernetes;

namespace Neutree.PowerShell.Completers;

/// <summary>The namespaces of the cluster.</summary>
public sealed class NamespaceCompleter : ClusterCompleter
{
    private protected override async Task<IReadOnlyList<string>> FindAsync(IKubernetesClient client, IDictionary bound, CancellationToken cancellationToken)
    {
        List<string> names = [];
        await foreach (KubernetesObject item in client.ListAsync(new ObjectQuery("v1", "Namespace") { IsMetadataOnly = true }, cancellationToken).ConfigureAwait(false))
        {
            names.Add(item.Name);
        }

        return names;
    }
}
