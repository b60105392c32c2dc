using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Objects;

/// <summary>Deletes objects of a release, kind by kind in the order of removal.</summary>
/// <param name="client">The cluster.</param>
/// <param name="release">The release's name.</param>
/// <param name="ns">The release's namespace.</param>
/// <param name="logger">Hears of each object.</param>
internal sealed class ObjectRemover(IKubernetesClient client, string release, string ns, ILogger logger)
{
    public DeletionPropagation Propagation { get; init; } = DeletionPropagation.Background;

    public IProgress<ReleaseProgress>? Progress { get; init; }

    /// <summary>Deletes what is there. Objects that are to be kept, or that belong to somebody else by now, stay.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="isTrusted">Whether an object is known to belong to the release, so that it needn't be looked at first.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <returns>Those that were deleted.</returns>
    /// <exception cref="KubernetesException">The server refuses.</exception>
    public async Task<IReadOnlyCollection<ManifestObject>> RemoveAsync(
        IReadOnlyList<ManifestObject> objects, Func<ManifestObject, bool> isTrusted, CancellationToken cancellationToken)
    {
        ConcurrentBag<ManifestObject> removed = [];
        int done = 0;
        await ObjectBatches.RunAsync(
            objects.Where(static item => !item.IsNamedByServer),
            KindOrder.Uninstall,
            async (item, token) =>
            {
                if ((isTrusted(item) || await IsOursAsync(item, token).ConfigureAwait(false))
                    && await client.DeleteAsync(item.Reference, new DeletionOptions { Propagation = Propagation }, token).ConfigureAwait(false))
                {
                    logger.LogDebug("deleted {Object}", item);
                    removed.Add(item);
                }

                Progress?.Report(new ReleaseProgress("Deleting", item.ToString(), Interlocked.Increment(ref done), objects.Count));
            },
            cancellationToken).ConfigureAwait(false);
        return removed;
    }

    private async Task<bool> IsOursAsync(ManifestObject item, CancellationToken cancellationToken)
    {
        if (await client.GetAsync(item.Reference, cancellationToken).ConfigureAwait(false) is not { } live)
        {
            return false;
        }

        if (ManifestObject.SaysKeep(live))
        {
            logger.LogInformation("{Object} stays: its resource policy says keep", item);
            return false;
        }

        if (ReleaseOwnership.Fault(live, release, ns) is { } fault)
        {
            logger.LogWarning("{Object} stays: it doesn't belong to the release ({Reason})", item, fault);
            return false;
        }

        return true;
    }
}
