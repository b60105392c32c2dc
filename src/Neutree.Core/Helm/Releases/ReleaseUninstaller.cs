using Microsoft.Extensions.Logging;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Releases.Cluster;
using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Helm.Releases.Operations;
using Neutree.Core.Helm.Releases.Records;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases;

/// <summary>
/// Deletes what a release has in the cluster, and its records unless they are to be kept (<c>helm uninstall</c>). One that was interrupted
/// is gone on with. Custom resource definitions of the chart's <c>crds/</c> stay.
/// </summary>
public sealed class ReleaseUninstaller : ReleaseAction
{
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(5);

    private readonly ReleaseUninstallOptions _options;

    /// <param name="client">The cluster.</param>
    /// <param name="options">What is uninstalled, and how.</param>
    /// <param name="logger">Hears of each step.</param>
    public ReleaseUninstaller(IKubernetesClient client, ReleaseUninstallOptions options, ILogger? logger = null)
        : base(client, options.Namespace, logger) => _options = options;

    /// <returns>What was done; null where there was no release and that is no error.</returns>
    /// <exception cref="NeutreeException">There is no such release, or something couldn't be deleted.</exception>
    public async Task<ReleaseUninstallResult?> RunAsync(CancellationToken cancellationToken)
    {
        ReleaseNames.Check(_options.Name);
        await ClusterCapabilities.RequireAsync(Client, _options.AllowOldServer, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ReleaseRecord> history = await new ReleaseClaim(Storage, _options, Logger, Time).TakeAsync(cancellationToken).ConfigureAwait(false);
        if (history is not [.., var last])
        {
            return _options.IgnoreNotFound ? null : throw ReleaseErrors.NotFound(_options.Name, Namespace);
        }

        if (last.Status == ReleaseStatus.Uninstalled)
        {
            return await PurgeUninstalledAsync(history, last, cancellationToken).ConfigureAwait(false);
        }

        ManifestReader reader = new(Client, Namespace, Logger);
        IReadOnlyList<ManifestObject> objects = await EarlierObjects.ReadAsync(history, reader, cancellationToken).ConfigureAwait(false);
        ManifestObject[] doomed = [.. objects.Where(static item => !item.IsKept)];
        string[] kept = [.. objects.Where(static item => item.IsKept).Select(static item => item.ToString())];
        HashSet<ObjectKey> own = [.. (await reader.ReadEarlierAsync(last.Manifest, cancellationToken).ConfigureAwait(false)).Select(static item => item.Key)];
        await RequireAccessAsync(last, doomed, reader, cancellationToken).ConfigureAwait(false);
        if (_options.DryRun != ReleaseDryRun.None)
        {
            return new ReleaseUninstallResult(Release.Of(last), [.. doomed.Select(static item => item.ToString())], kept);
        }

        IReadOnlyCollection<ManifestObject> deleted;
        try
        {
            deleted = await UninstallAsync(last, doomed, own, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception end) when (end is NeutreeException or OperationCanceledException)
        {
            await RecordFailureAsync(last, end).ConfigureAwait(false);
            throw;
        }

        await CloseAsync(history, last, cancellationToken).ConfigureAwait(false);
        return new ReleaseUninstallResult(Release.Of(last), [.. deleted.Select(static item => item.ToString())], kept);
    }

    private async Task RequireAccessAsync(
        ReleaseRecord record, IReadOnlyList<ManifestObject> objects, ManifestReader reader, CancellationToken cancellationToken)
    {
        AccessCheck access = new AccessCheck(Client).NeedRecords(Namespace).Need(objects, "delete");
        if (!_options.NoHooks)
        {
            foreach (HookRecord hook in record.Hooks.Where(static hook => hook.Events.Contains(HookEvents.PreDelete) || hook.Events.Contains(HookEvents.PostDelete)))
            {
                access.Need(await reader.ReadAsync(hook.Manifest, cancellationToken).ConfigureAwait(false), "create", "patch", "delete", "get", "watch");
            }
        }

        await access.RequireAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<IReadOnlyCollection<ManifestObject>> UninstallAsync(
        ReleaseRecord record, IReadOnlyList<ManifestObject> doomed, HashSet<ObjectKey> own, CancellationToken cancellationToken)
    {
        record.Status = ReleaseStatus.Uninstalling;
        record.Deleted = Time.GetLocalNow();
        record.Description = "Deletion in progress (or silently failed)";
        await Storage.UpdateAsync(record, cancellationToken).ConfigureAwait(false);
        HookRunner hooks = new(Client, Storage, Logger, Time) { Timeout = _options.Timeout, Progress = Progress, Logs = Logs, Notes = Notes };
        if (!_options.NoHooks)
        {
            await hooks.RunAsync(record, HookEvents.PreDelete, isWanted: null, cancellationToken).ConfigureAwait(false);
        }

        // What only failed revisions name may belong to somebody else by now.
        ObjectRemover remover = new(Client, record.Name, record.Namespace, Logger) { Propagation = _options.Propagation, Progress = Progress };
        IReadOnlyCollection<ManifestObject> deleted = await remover.RemoveAsync(doomed, item => own.Contains(item.Key), cancellationToken).ConfigureAwait(false);
        if (_options.Wait != ReleaseWait.None)
        {
            await WaitUntilGoneAsync(deleted, cancellationToken).ConfigureAwait(false);
        }

        if (!_options.NoHooks)
        {
            await hooks.RunAsync(record, HookEvents.PostDelete, isWanted: null, cancellationToken).ConfigureAwait(false);
        }

        return deleted;
    }

    private async Task WaitUntilGoneAsync(IReadOnlyCollection<ManifestObject> deleted, CancellationToken cancellationToken) =>
        await ObjectBatches.RunAsync(
            deleted,
            async (item, token) =>
            {
                if (!await new ObjectWait(Client).UntilAsync(item.Reference, static live => live is null, _options.Timeout, token).ConfigureAwait(false))
                {
                    throw new ReleaseException("Release.DeletionTimeout", ErrorKind.Timeout, $"{item} still exists {_options.Timeout.TotalSeconds:0} seconds after it was deleted")
                    {
                        Target = item.ToString(),
                        Recommendation = "See which finalizers keep it (kubectl get -o yaml).",
                    };
                }
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Drops the records, or marks them.</summary>
    private async Task CloseAsync(IReadOnlyList<ReleaseRecord> history, ReleaseRecord last, CancellationToken cancellationToken)
    {
        last.Status = ReleaseStatus.Uninstalled;
        last.Description = _options.Description ?? "Uninstallation complete";
        if (!_options.KeepHistory)
        {
            await PurgeAsync(history, cancellationToken).ConfigureAwait(false);
            return;
        }

        await Storage.UpdateAsync(last, cancellationToken).ConfigureAwait(false);
        foreach (ReleaseRecord earlier in history.Where(static record => record.Status == ReleaseStatus.Deployed))
        {
            earlier.Status = ReleaseStatus.Superseded;
            await Storage.UpdateAsync(earlier, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ReleaseUninstallResult> PurgeUninstalledAsync(IReadOnlyList<ReleaseRecord> history, ReleaseRecord last, CancellationToken cancellationToken)
    {
        if (_options.KeepHistory)
        {
            throw new ReleaseException("Release.AlreadyUninstalled", ErrorKind.NotFound, $"release {last.Name} in namespace {Namespace} is uninstalled already")
            {
                Target = last.Name,
                Recommendation = "Uninstall it without -KeepHistory to drop its records.",
            };
        }

        if (_options.DryRun == ReleaseDryRun.None)
        {
            await PurgeAsync(history, cancellationToken).ConfigureAwait(false);
        }

        return new ReleaseUninstallResult(Release.Of(last), [], []);
    }

    /// <summary>The oldest first, so that whatever ends it early leaves the state that is known.</summary>
    private async Task PurgeAsync(IReadOnlyList<ReleaseRecord> history, CancellationToken cancellationToken)
    {
        foreach (ReleaseRecord record in history)
        {
            await Storage.DeleteAsync(record, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RecordFailureAsync(ReleaseRecord record, Exception end)
    {
        using CancellationTokenSource farewell = new(FarewellLimit);
        record.Status = ReleaseStatus.Failed;
        record.Description = $"Uninstall \"{record.Name}\" failed: {(end is OperationCanceledException ? "cancelled" : end.Message)}";
        try
        {
            await Storage.UpdateAsync(record, farewell.Token).ConfigureAwait(false);
        }
        catch (Exception further) when (further is NeutreeException or OperationCanceledException)
        {
            Logger.LogWarning("that uninstalling release {Name} failed can't be stored: {Reason}", record.Name, further.Message);
        }
    }
}
