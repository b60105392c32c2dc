using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Helm.Releases.Operations;
using Neutree.Core.Helm.Releases.Records;
using Neutree.Core.Kubernetes;
using Neutree.Core.Kubernetes.Readiness;

namespace Neutree.Core.Helm.Releases;

/// <summary>What all actions on a release are made of.</summary>
public abstract class ReleaseAction
{
    private protected ReleaseAction(IKubernetesClient client, string? ns, ILogger? logger)
    {
        Client = client;
        Namespace = string.IsNullOrEmpty(ns) ? client.Namespace : ns;
        Logger = logger ?? NullLogger.Instance;
    }

    /// <summary>Hears how far the action is.</summary>
    public IProgress<ReleaseProgress>? Progress { get; init; }

    /// <summary>Hears what hooks wrote that ask for it, and tests where that is wanted.</summary>
    public IProgress<PodLogLine>? Logs { get; init; }

    /// <summary>Gets a row whenever the state of an object changes that is waited for.</summary>
    public IProgress<ReadinessStatus>? Readiness { get; init; }

    /// <summary>Hears, while objects are waited for, the cluster's warnings and what failing containers write.</summary>
    public IProgress<ReadinessNote>? Notes { get; init; }

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    private protected IKubernetesClient Client { get; }

    private protected string Namespace { get; }

    private protected ILogger Logger { get; }

    private protected ReleaseStorage Storage => new(Client, Namespace, Logger, Time);

    private protected static Release DryRun(ReleaseRecord record)
    {
        record.Description = "Dry run complete";
        return Release.Of(record);
    }

    private protected ReleaseDeployment Deployment(ReleaseActionOptions options, bool mustWait) =>
        new(Client, Storage, options, Logger, Time) { Progress = Progress, Logs = Logs, Readiness = Readiness, Notes = Notes, MustWait = mustWait };

    /// <summary>Carries a plan out, or has the cluster check it.</summary>
    /// <param name="plan">What is to be done.</param>
    /// <param name="options">Whether, and what becomes of failures.</param>
    /// <param name="undo">Undoes a failure and says what was done.</param>
    /// <param name="cancellationToken">Ends it.</param>
    private protected async Task<Release> DeployAsync(
        DeploymentPlan plan, ReleaseChartOptions options, Func<DeploymentPlan, CancellationToken, Task<string>> undo, CancellationToken cancellationToken)
    {
        if (options.DryRun == ReleaseDryRun.Server)
        {
            PlanComparison comparison = new(Client, plan, Logger);
            await ObjectBatches.RunAsync(
                plan.Objects,
                async (item, token) => await comparison.CompareAsync(item, token).ConfigureAwait(false),
                cancellationToken).ConfigureAwait(false);
            return DryRun(plan.Record);
        }

        ReleaseDeployment deployment = Deployment(options, mustWait: options.RollbackOnFailure);
        try
        {
            await deployment.RunAsync(plan, cancellationToken).ConfigureAwait(false);
            return Release.Of(plan.Record);
        }
        catch (NeutreeException failure) when (options.RollbackOnFailure && plan.Record.Status == ReleaseStatus.Failed)
        {
            string undone;
            try
            {
                undone = await undo(plan, cancellationToken).ConfigureAwait(false);
            }
            catch (NeutreeException further)
            {
                throw ReleaseErrors.UndoFailed(options.Name, failure, further);
            }

            throw ReleaseErrors.Undone(options.Name, failure, undone);
        }
    }
}
