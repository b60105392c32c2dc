using Microsoft.Extensions.Logging;
using Neutree.Core.Go;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Releases.Cluster;
using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Helm.Releases.Records;
using Neutree.Core.Kubernetes;
using Neutree.Core.Kubernetes.Readiness;

namespace Neutree.Core.Helm.Releases.Operations;

/// <summary>
/// Runs the hooks of an event one after the other, by weight and name, and waits for each: for a job until it is complete, for a pod until
/// it has ended (Helm 4.1 <c>action/hooks.go</c>). Each run is noted in the release's record before and after.
/// </summary>
/// <param name="client">The cluster.</param>
/// <param name="storage">Where the record is kept.</param>
/// <param name="logger">Hears of each hook.</param>
/// <param name="time">The clock.</param>
internal sealed class HookRunner(IKubernetesClient client, ReleaseStorage storage, ILogger logger, TimeProvider time)
{
    /// <summary>How long one hook may take.</summary>
    public required TimeSpan Timeout { get; init; }

    public IProgress<ReleaseProgress>? Progress { get; init; }

    /// <summary>Gets the cluster's warnings about hooks, and the output of those that fail.</summary>
    public IProgress<ReadinessNote>? Notes { get; init; }

    /// <summary>Gets what hooks wrote that ask for it (<c>helm.sh/hook-output-log-policy</c>).</summary>
    public IProgress<PodLogLine>? Logs { get; init; }

    /// <summary>Runs the hooks of an event.</summary>
    /// <param name="record">The revision they belong to.</param>
    /// <param name="happening">One of <see cref="HookEvents"/>.</param>
    /// <param name="isWanted">Leaves hooks out.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="NeutreeException">A hook failed or took too long, or the cluster refuses it.</exception>
    public async Task RunAsync(ReleaseRecord record, string happening, Func<HookRecord, bool>? isWanted, CancellationToken cancellationToken)
    {
        HookRecord[] hooks =
        [
            .. record.Hooks
                .Where(hook => hook.Events.Contains(happening) && (isWanted is null || isWanted(hook)))
                .OrderBy(static hook => hook.Weight)
                .ThenBy(static hook => hook.Name, StringComparer.Ordinal),
        ];
        List<(HookRecord Hook, IReadOnlyList<ManifestObject> Objects)> succeeded = [];
        foreach (HookRecord hook in hooks)
        {
            IReadOnlyList<ManifestObject> objects =
                await new ManifestReader(client, record.Namespace, logger).ReadAsync(hook.Manifest, cancellationToken).ConfigureAwait(false);
            Progress?.Report(new ReleaseProgress($"Running {happening} hooks", $"{hook.Kind} {hook.Name}", succeeded.Count, hooks.Length));
            await DeleteAsync(hook, objects, HookPolicies.BeforeHookCreation, cancellationToken).ConfigureAwait(false);
            DateTimeOffset startedAt = time.GetLocalNow();
            hook.SetRun(startedAt, completedAt: null, HookPhases.Running);
            await storage.UpdateAsync(record, cancellationToken).ConfigureAwait(false);
            hook.SetRun(startedAt, completedAt: null, HookPhases.Unknown);
            try
            {
                await RunAsync(hook, objects, happening, cancellationToken).ConfigureAwait(false);
            }
            catch (NeutreeException)
            {
                hook.SetRun(startedAt, time.GetLocalNow(), HookPhases.Failed);
                await CleanUpAsync(hook, objects, succeeded, cancellationToken).ConfigureAwait(false);
                throw;
            }

            hook.SetRun(startedAt, time.GetLocalNow(), HookPhases.Succeeded);
            logger.LogDebug("{Event} hook {Kind} {Name} succeeded", happening, hook.Kind, hook.Name);
            succeeded.Add((hook, objects));
        }

        foreach ((HookRecord hook, IReadOnlyList<ManifestObject> objects) in Enumerable.Reverse(succeeded))
        {
            await ShowLogsAsync(hook, objects, HookPolicies.Succeeded, cancellationToken).ConfigureAwait(false);
            await DeleteAsync(hook, objects, HookPolicies.Succeeded, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RunAsync(HookRecord hook, IReadOnlyList<ManifestObject> objects, string happening, CancellationToken cancellationToken)
    {
        try
        {
            await new ObjectApplier(client, logger).ApplyAsync(objects, mayBeClientSide: false, cancellationToken).ConfigureAwait(false);
            await WaitAsync(objects, cancellationToken).ConfigureAwait(false);
        }
        catch (NeutreeException failure)
        {
            throw new ReleaseException(
                failure.ErrorId == "Kubernetes.NotReadyInTime" ? "Release.HookTimeout" : "Release.HookFailed", failure.Kind, $"{happening} hook {hook.Path}: {failure.Message}", failure)
            {
                Target = failure.Target,
                Recommendation = failure.Recommendation,
            };
        }
    }

    private async Task WaitAsync(IReadOnlyList<ManifestObject> objects, CancellationToken cancellationToken)
    {
        ObjectReference[] waited = [.. objects.Where(static item => item.Content.Kind is "Job" or "Pod" && !item.IsNamedByServer).Select(static item => item.Reference)];
        if (waited.Length == 0)
        {
            return;
        }

        ReadinessOptions options = new() { Objects = waited, Rules = ReadinessRules.Completion, Timeout = Timeout, Notes = Notes };
        await foreach (ReadinessStatus row in new ReadinessWatcher(client, logger).WatchAsync(options, cancellationToken).ConfigureAwait(false))
        {
            logger.LogDebug("{Object}: {State} {Message}", row.Object, row.State, row.Message);
        }
    }

    private async Task CleanUpAsync(
        HookRecord failed,
        IReadOnlyList<ManifestObject> objects,
        IReadOnlyList<(HookRecord Hook, IReadOnlyList<ManifestObject> Objects)> succeeded,
        CancellationToken cancellationToken)
    {
        try
        {
            await ShowLogsAsync(failed, objects, HookPolicies.Failed, cancellationToken).ConfigureAwait(false);
            await DeleteAsync(failed, objects, HookPolicies.Failed, cancellationToken).ConfigureAwait(false);
            foreach ((HookRecord hook, IReadOnlyList<ManifestObject> done) in succeeded)
            {
                await DeleteAsync(hook, done, HookPolicies.Succeeded, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (NeutreeException further)
        {
            // The hook's own failure is the one that counts.
            logger.LogWarning("after hook {Name} failed: {Reason}", failed.Name, further.Message);
        }
    }

    private async Task ShowLogsAsync(HookRecord hook, IReadOnlyList<ManifestObject> objects, string policy, CancellationToken cancellationToken)
    {
        if (Logs is not null && hook.OutputLogPolicies.Contains(policy))
        {
            foreach (ManifestObject item in objects)
            {
                await new HookLogs(client, Logs, logger).ShowAsync(item, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Deletes a hook's objects where its policies say so, and waits until they are gone. Definitions stay: all objects of their kinds would go with them.</summary>
    private async Task DeleteAsync(HookRecord hook, IReadOnlyList<ManifestObject> objects, string policy, CancellationToken cancellationToken)
    {
        if (hook.Kind == "CustomResourceDefinition" || !hook.DeletePolicies.Contains(policy))
        {
            return;
        }

        foreach (ManifestObject item in objects.Where(static item => !item.IsNamedByServer))
        {
            if (await client.DeleteAsync(item.Reference, new DeletionOptions(), cancellationToken).ConfigureAwait(false)
                && !await new ObjectWait(client).UntilAsync(item.Reference, static live => live is null, Timeout, cancellationToken).ConfigureAwait(false))
            {
                throw new ReleaseException("Release.DeletionTimeout", ErrorKind.Timeout, $"{item} still exists {Timeout.TotalSeconds:0} seconds after it was deleted")
                {
                    Target = item.ToString(),
                    Recommendation = "See which finalizers keep it (kubectl get -o yaml).",
                };
            }
        }
    }
}
