using Neutree.Core.Kubernetes;

namespace Neutree.Core.ControlPlane.Releases;

/// <summary>The volume claims of a release, which outlive it: those that its chart says are kept, and those of StatefulSets.</summary>
/// <param name="client">The cluster.</param>
/// <param name="ns">The release's namespace.</param>
/// <param name="release">The release's name.</param>
internal sealed class ReleaseData(IKubernetesClient client, string ns, string release)
{
    /// <summary>Deletes them; yields their names.</summary>
    public async IAsyncEnumerable<string> DeleteAsync([System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ObjectQuery query = new("v1", "PersistentVolumeClaim") { Namespace = ns, LabelSelector = $"app.kubernetes.io/instance={release}" };
        await foreach (KubernetesObject claim in client.ListAsync(query, cancellationToken).ConfigureAwait(false))
        {
            await client.DeleteAsync(claim.Reference, new DeletionOptions { Uid = claim.Uid }, cancellationToken).ConfigureAwait(false);
            yield return claim.Name;
        }
    }
}
