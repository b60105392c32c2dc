using System.Collections;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Kubernetes;

namespace Neutree.PowerShell.Completers;

/// <summary>The releases of the namespace that is given, else of the one that the cmdlet would look in.</summary>
public class ReleaseNameCompleter : ClusterCompleter
{
    /// <summary>Where the cmdlet looks without a namespace; null for the context's own.</summary>
    private protected virtual string? DefaultNamespace => null;

    private protected sealed override Task<IReadOnlyList<string>> FindAsync(IKubernetesClient client, IDictionary bound, CancellationToken cancellationToken) =>
        new ReleaseReader(client).FindNamesAsync(bound["Namespace"] as string ?? DefaultNamespace, bound.Contains("AllNamespaces"), cancellationToken);
}
