using Microsoft.Extensions.Logging;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Objects;

/// <summary>
/// Brings objects into the state that a manifest describes, by server-side apply as field manager <c>helm</c>. Fields that a manifest no
/// longer has go away; those that others own are conflicts. One request an object, two where the release was applied on the client before.
/// </summary>
/// <param name="client">The cluster.</param>
/// <param name="logger">Hears of each object.</param>
internal sealed class ObjectApplier(IKubernetesClient client, ILogger logger)
{
    private const int Tries = 5;

    /// <summary>Take over fields that other managers own.</summary>
    public bool ForceConflicts { get; init; }

    /// <summary>Have the server check everything and store nothing.</summary>
    public bool DryRun { get; init; }

    public IProgress<ReleaseProgress>? Progress { get; init; }

    /// <summary>Applies objects kind by kind.</summary>
    /// <param name="objects">The objects.</param>
    /// <param name="mayBeClientSide">Whether objects that weren't looked at may belong to helm's client-side apply.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="KubernetesException">The server refuses an object.</exception>
    public async Task ApplyAsync(IReadOnlyList<ManifestObject> objects, bool mayBeClientSide, CancellationToken cancellationToken)
    {
        int done = 0;
        await ObjectBatches.RunAsync(
            objects,
            KindOrder.Install,
            async (item, token) =>
            {
                await ApplyAsync(item, mayBeClientSide, token).ConfigureAwait(false);
                Progress?.Report(new ReleaseProgress("Applying", item.ToString(), Interlocked.Increment(ref done), objects.Count));
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Applies one object.</summary>
    /// <returns>The object as the server has it now.</returns>
    public async Task<KubernetesObject> ApplyAsync(ManifestObject item, bool mayBeClientSide, CancellationToken cancellationToken)
    {
        WriteOptions options = new() { FieldManager = FieldManagerMigration.Manager, Force = ForceConflicts, DryRun = DryRun, IsStrict = true };
        if (item.IsNamedByServer)
        {
            return await client.CreateAsync(item.Content, options, cancellationToken).ConfigureAwait(false);
        }

        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await MigrateAsync(item, mayBeClientSide, options, cancellationToken).ConfigureAwait(false);
                KubernetesObject applied = await client.ApplyAsync(item.Content, options, cancellationToken).ConfigureAwait(false);
                logger.LogDebug("applied {Object}", item);
                return applied;
            }
            catch (KubernetesException changed) when (changed.ErrorId == "Kubernetes.Conflict" && attempt < Tries)
            {
                // A quota or the object itself was changed between a look and the write.
                logger.LogDebug("applying {Object} again: {Reason}", item, changed.Message);
                item.Live = null;
                mayBeClientSide = true;
            }
        }
    }

    private async Task MigrateAsync(ManifestObject item, bool mayBeClientSide, WriteOptions options, CancellationToken cancellationToken)
    {
        if (item.Live is null && mayBeClientSide)
        {
            item.Live = await client.GetAsync(item.Reference, cancellationToken).ConfigureAwait(false);
        }

        if (!DryRun && item.Live is { } live && FieldManagerMigration.Patch(live) is { } patch)
        {
            item.Live = await client.PatchAsync(item.Reference, PatchKind.Json, patch, options with { Force = false }, cancellationToken).ConfigureAwait(false);
            logger.LogDebug("{Object} belongs to server-side apply now", item);
        }
    }
}
