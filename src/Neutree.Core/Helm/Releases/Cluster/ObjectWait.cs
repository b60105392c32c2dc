using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Cluster;

/// <summary>Watches one object until something is true of it.</summary>
/// <param name="client">The cluster.</param>
internal sealed class ObjectWait(IKubernetesClient client)
{
    /// <param name="reference">The object.</param>
    /// <param name="isReached">Asked with each state of the object, and with null while there is none; may throw to end the wait.</param>
    /// <param name="timeout">How long to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>Whether it came true; false where the time is over.</returns>
    public async Task<bool> UntilAsync(
        ObjectReference reference, Func<KubernetesObject?, bool> isReached, TimeSpan timeout, CancellationToken cancellationToken)
    {
        ObjectQuery query = new(reference.ApiVersion, reference.Kind) { Namespace = reference.Namespace, FieldSelector = $"metadata.name={reference.Name}" };
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(timeout);
        KubernetesObject? current = null;
        bool isSynchronized = false;
        try
        {
            await foreach (WatchEvent happened in client.WatchAsync(query, resourceVersion: null, limit.Token).ConfigureAwait(false))
            {
                current = happened.Kind switch
                {
                    WatchEventKind.Added or WatchEventKind.Modified => happened.Object,
                    WatchEventKind.Deleted => null,
                    _ => current,
                };
                isSynchronized |= happened.Kind is WatchEventKind.Synchronized or WatchEventKind.Deleted;
                if ((current is not null || isSynchronized) && isReached(current))
                {
                    return true;
                }
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return false;
        }

        return false;
    }
}
