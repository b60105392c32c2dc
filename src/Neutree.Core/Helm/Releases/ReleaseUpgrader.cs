using System.Globalization;
using Microsoft.Extensions.Logging;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Releases.Operations;
using Neutree.Core.Helm.Releases.Records;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases;

/// <summary>
/// Upgrades a release to a chart and values (<c>helm upgrade</c>, with <see cref="ReleaseUpgradeOptions.Install"/> also where there is none).
/// What the last deployed revision has and the new one doesn't is deleted, and so is what failed upgrades since then have made.
/// </summary>
public sealed class ReleaseUpgrader : ReleaseAction
{
    private readonly ReleaseUpgradeOptions _options;

    /// <param name="client">The cluster.</param>
    /// <param name="options">What the release is upgraded to.</param>
    /// <param name="logger">Hears of each step.</param>
    public ReleaseUpgrader(IKubernetesClient client, ReleaseUpgradeOptions options, ILogger? logger = null)
        : base(client, options.Namespace, logger) => _options = options;

    /// <summary>Brings charts that are given by reference; without it only files and folders can be installed.</summary>
    public IChartFetcher? Fetcher { get; init; }

    /// <summary>Changes the manifests before they are sorted.</summary>
    public IManifestPostRenderer? PostRenderer { get; init; }

    /// <returns>The release as it is now, or as it would be where nothing is done.</returns>
    /// <exception cref="NeutreeException">The upgrade failed; where the revision got as far as having a record, that says why.</exception>
    public async Task<Release> RunAsync(CancellationToken cancellationToken)
    {
        ChartPlanner planner = new(Client, Storage, _options, Logger, Time) { Fetcher = Fetcher, PostRenderer = PostRenderer };
        DeploymentPlan plan = await planner.PlanAsync(cancellationToken).ConfigureAwait(false);
        return _options.DryRun == ReleaseDryRun.Client
            ? DryRun(plan.Record)
            : await DeployAsync(plan, _options, RollBackAsync, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Back to the last revision that was deployed; a first install is taken away again.</summary>
    private async Task<string> RollBackAsync(DeploymentPlan plan, CancellationToken cancellationToken)
    {
        ReleaseRecord? good = plan.History.LastOrDefault(static record => record.Status is ReleaseStatus.Deployed or ReleaseStatus.Superseded);
        ReleaseWait wait = _options.Wait == ReleaseWait.None ? ReleaseWait.Watcher : _options.Wait;
        if (good is null)
        {
            ReleaseUninstallOptions uninstall = new()
            {
                Name = _options.Name,
                Namespace = Namespace,
                Timeout = _options.Timeout,
                Wait = wait,
                NoHooks = _options.NoHooks,
                AllowOldServer = _options.AllowOldServer,
            };
            await new ReleaseUninstaller(Client, uninstall, Logger) { Progress = Progress, Logs = Logs, Readiness = Readiness, Notes = Notes, Time = Time }.RunAsync(cancellationToken).ConfigureAwait(false);
            return "has been uninstalled";
        }

        ReleaseRollbackOptions rollback = new()
        {
            Name = _options.Name,
            Namespace = Namespace,
            Revision = good.Revision,
            Timeout = _options.Timeout,
            Wait = wait,
            WaitForJobs = _options.WaitForJobs,
            NoHooks = _options.NoHooks,
            ForceConflicts = _options.ForceConflicts,
            MaxHistory = _options.MaxHistory,
            AllowOldServer = _options.AllowOldServer,
        };
        await new ReleaseRollback(Client, rollback, Logger) { Progress = Progress, Logs = Logs, Readiness = Readiness, Notes = Notes, Time = Time }.RunAsync(cancellationToken).ConfigureAwait(false);
        return string.Create(CultureInfo.InvariantCulture, $"has been rolled back to revision {good.Revision}");
    }
}
