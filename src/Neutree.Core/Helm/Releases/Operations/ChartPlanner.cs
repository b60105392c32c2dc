using Microsoft.Extensions.Logging;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Releases.Cluster;
using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Helm.Releases.Records;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Operations;

/// <summary>Plans an install or an upgrade. Changes nothing but to close a revision that nobody is at work on any more.</summary>
/// <param name="client">The cluster.</param>
/// <param name="storage">The records.</param>
/// <param name="options">What is to be done.</param>
/// <param name="logger">Hears what is odd.</param>
/// <param name="time">The clock.</param>
internal sealed class ChartPlanner(IKubernetesClient client, ReleaseStorage storage, ReleaseChartOptions options, ILogger logger, TimeProvider time)
{
    public IChartFetcher? Fetcher { get; init; }

    public IManifestPostRenderer? PostRenderer { get; init; }

    private string Namespace => storage.Namespace;

    /// <summary>The record of an install without a look at the cluster.</summary>
    public async Task<ReleaseRecord> RenderAsync(CancellationToken cancellationToken)
    {
        ReleaseNames.Check(options.Name);
        ChartPreparation preparation = Preparation();
        LoadedChart loaded = await preparation.LoadAsync(cancellationToken).ConfigureAwait(false);
        PreparedChart prepared = await preparation.RunAsync(loaded, server: null, revision: 1, current: null, cancellationToken).ConfigureAwait(false);
        return NewRecord.Of(options, Namespace, revision: 1, prepared, previous: null, time.GetLocalNow());
    }

    /// <exception cref="NeutreeException">It can't be done; nothing was changed.</exception>
    public async Task<DeploymentPlan> PlanAsync(CancellationToken cancellationToken)
    {
        ReleaseNames.Check(options.Name);

        ChartPreparation preparation = Preparation();

        // None of these questions needs the answer to another.
        Task<ServerVersion> version = ClusterCapabilities.RequireAsync(client, options.AllowOldServer, cancellationToken);
        Task kinds = options.DryRun == ReleaseDryRun.Client ? Task.CompletedTask : client.GetResourcesAsync(cancellationToken);
        Task<IReadOnlyList<ReleaseRecord>> known = storage.HistoryAsync(options.Name, cancellationToken);
        Task<bool> lacksNamespace = options.CreateNamespace ? ReleaseNamespace.IsMissingAsync(client, Namespace, cancellationToken) : Task.FromResult(false);
        Task<LoadedChart> loaded = preparation.LoadAsync(cancellationToken);
        await Task.WhenAll(version, kinds, known, lacksNamespace, loaded).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ServerVersion server = await version.ConfigureAwait(false);
        await kinds.ConfigureAwait(false);
        IReadOnlyList<ReleaseRecord> history = await known.ConfigureAwait(false);
        await new ReleaseClaim(storage, options, logger, time).TakeAsync(history, cancellationToken).ConfigureAwait(false);
        ReleaseRecord? current = Current(history);
        ReleaseRecord? last = history is [.., var newest] ? newest : null;
        int revision = (last?.Revision ?? 0) + 1;
        PreparedChart prepared = await preparation.RunAsync(await loaded.ConfigureAwait(false), server, revision, current, cancellationToken).ConfigureAwait(false);
        bool isUpgrade = current is not null;
        DeploymentPlan plan = new()
        {
            Record = NewRecord.Of(options, Namespace, revision, prepared, isUpgrade ? last : null, time.GetLocalNow()),
            History = history,
            Objects = prepared.Objects,
            Earlier = await EarlierObjects.ReadAsync(history, new ManifestReader(client, Namespace, logger), cancellationToken).ConfigureAwait(false),
            Definitions = prepared.Definitions,
            CreatesNamespace = await lacksNamespace.ConfigureAwait(false),
            HookBefore = isUpgrade ? HookEvents.PreUpgrade : HookEvents.PreInstall,
            HookAfter = isUpgrade ? HookEvents.PostUpgrade : HookEvents.PostInstall,
            Done = isUpgrade ? "Upgrade complete" : "Install complete",
            Failed = isUpgrade ? $"Upgrade \"{options.Name}\" failed" : $"Release \"{options.Name}\" failed",
            ForceConflicts = options.ForceConflicts,
            CleanupOnFail = options is ReleaseUpgradeOptions { CleanupOnFail: true },
        };
        if (options.DryRun != ReleaseDryRun.Client)
        {
            await new DeploymentCheck(client, options, Namespace).RunAsync(plan, prepared.HookObjects, cancellationToken).ConfigureAwait(false);
        }

        return plan;
    }

    private ChartPreparation Preparation() => new(client, options, Namespace, logger) { Fetcher = Fetcher, PostRenderer = PostRenderer };

    /// <summary>The revision that an upgrade starts from; null where it is an install.</summary>
    private ReleaseRecord? Current(IReadOnlyList<ReleaseRecord> history)
    {
        ReleaseRecord? last = history is [.., var newest] ? newest : null;
        bool wasDeployed = EarlierObjects.Since(history).Any(static record => record.Status is ReleaseStatus.Deployed or ReleaseStatus.Superseded);
        if (options is ReleaseInstallOptions install)
        {
            // A release that was never deployed is installed again.
            bool isFree = last is null || (last.Status == ReleaseStatus.Uninstalled ? install.Replace : !wasDeployed);
            return isFree ? null : throw ReleaseErrors.NameInUse(options.Name, Namespace, last!.Status);
        }

        bool mayInstall = options is ReleaseUpgradeOptions { Install: true };
        return (last, mayInstall) switch
        {
            (null or { Status: ReleaseStatus.Uninstalled }, true) => null,
            (null or { Status: ReleaseStatus.Uninstalled }, false) => throw ReleaseErrors.NotDeployed(options.Name, Namespace),
            (_, true) when !wasDeployed => null,
            _ => history.LastOrDefault(static record => record.Status == ReleaseStatus.Deployed) ?? last,
        };
    }
}
