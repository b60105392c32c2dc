using Microsoft.Extensions.Logging;
using Neutree.Core.Helm.Releases.Cluster;
using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Helm.Releases.Records;
using Neutree.Core.Kubernetes;
using Neutree.Core.Kubernetes.Readiness;

namespace Neutree.Core.Helm.Releases.Operations;

/// <summary>
/// Carries out an install, upgrade or rollback: stores the revision as pending, runs hooks, applies objects, deletes what is obsolete, waits,
/// and stores what became of it. Whatever ends it early leaves a record that says so, from which the next run goes on.
/// </summary>
/// <param name="client">The cluster.</param>
/// <param name="storage">The records.</param>
/// <param name="options">Waiting, hooks, history.</param>
/// <param name="logger">Hears of each step.</param>
/// <param name="time">The clock.</param>
internal sealed class ReleaseDeployment(IKubernetesClient client, ReleaseStorage storage, ReleaseActionOptions options, ILogger logger, TimeProvider time)
{
    /// <summary>How long storing the outcome may take once the run was cancelled.</summary>
    private static readonly TimeSpan FarewellLimit = TimeSpan.FromSeconds(5);

    public IProgress<ReleaseProgress>? Progress { get; init; }

    public IProgress<PodLogLine>? Logs { get; init; }

    public IProgress<ReadinessStatus>? Readiness { get; init; }

    public IProgress<ReadinessNote>? Notes { get; init; }

    /// <summary>Whether to wait even where the options don't say so, because failures are to be undone.</summary>
    public bool MustWait { get; init; }

    /// <exception cref="NeutreeException">It failed; the record says why.</exception>
    public async Task RunAsync(DeploymentPlan plan, CancellationToken cancellationToken)
    {
        ReleaseRecord record = plan.Record;
        if (plan.CreatesNamespace)
        {
            await ReleaseNamespace.CreateAsync(client, record.Namespace, cancellationToken).ConfigureAwait(false);
        }

        await storage.PruneAsync(plan.History, options.MaxHistory, cancellationToken).ConfigureAwait(false);
        await storage.CreateAsync(record, cancellationToken).ConfigureAwait(false);
        try
        {
            await DeployAsync(plan, cancellationToken).ConfigureAwait(false);
            record.Status = ReleaseStatus.Deployed;
            record.Description = options.Description ?? plan.Done;
            await storage.UpdateAsync(record, cancellationToken).ConfigureAwait(false);
        }
        catch (ReleaseException lost) when (lost.ErrorId == "Release.TakenOver")
        {
            throw;
        }
        catch (Exception end) when (end is NeutreeException or OperationCanceledException)
        {
            await RecordFailureAsync(plan, end).ConfigureAwait(false);
            throw;
        }

        // Were it done first, a run that ends here would leave a release without a deployed revision.
        foreach (ReleaseRecord earlier in plan.History.Where(static earlier => earlier.Status == ReleaseStatus.Deployed))
        {
            earlier.Status = ReleaseStatus.Superseded;
            await storage.UpdateAsync(earlier, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task DeployAsync(DeploymentPlan plan, CancellationToken cancellationToken)
    {
        HookRunner hooks = new(client, storage, logger, time) { Timeout = options.Timeout, Progress = Progress, Logs = Logs, Notes = Notes };
        ObjectApplier applier = new(client, logger) { ForceConflicts = plan.ForceConflicts, Progress = Progress };
        if (plan.Definitions is { } definitions)
        {
            await definitions.InstallAsync(client, applier, cancellationToken).ConfigureAwait(false);
        }

        if (!options.NoHooks)
        {
            await hooks.RunAsync(plan.Record, plan.HookBefore, isWanted: null, cancellationToken).ConfigureAwait(false);
        }

        await applier.ApplyAsync(plan.Objects, plan.MayBeClientSide, cancellationToken).ConfigureAwait(false);
        await new ObjectRemover(client, plan.Record.Name, plan.Record.Namespace, logger) { Progress = Progress }
            .RemoveAsync(plan.Obsolete, static _ => false, cancellationToken).ConfigureAwait(false);
        await new ReadinessWait(client, options, MustWait, logger) { Rows = Readiness, Notes = Notes }.RunAsync(plan.Objects, cancellationToken).ConfigureAwait(false);
        if (!options.NoHooks)
        {
            await hooks.RunAsync(plan.Record, plan.HookAfter, isWanted: null, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task RecordFailureAsync(DeploymentPlan plan, Exception end)
    {
        using CancellationTokenSource farewell = new(FarewellLimit);
        plan.Record.Status = ReleaseStatus.Failed;
        plan.Record.Description = $"{plan.Failed}: {(end is OperationCanceledException ? "cancelled" : end.Message)}";
        try
        {
            await storage.UpdateAsync(plan.Record, farewell.Token).ConfigureAwait(false);
            if (plan.CleanupOnFail)
            {
                await new ObjectRemover(client, plan.Record.Name, plan.Record.Namespace, logger)
                    .RemoveAsync([.. plan.New.Where(static item => item.Live is null)], static _ => false, farewell.Token).ConfigureAwait(false);
            }
        }
        catch (Exception further) when (further is NeutreeException or OperationCanceledException)
        {
            logger.LogWarning(
                "that revision {Revision} of release {Name} failed can't be stored ({Reason}); the next run finds it {Status} and takes it over",
                plan.Record.Revision, plan.Record.Name, further.Message, "pending");
        }
    }
}
