using Microsoft.Extensions.Logging;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Releases.Operations;
using Neutree.Core.Helm.Releases.Records;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases;

/// <summary>
/// Installs a chart as a release (<c>helm install</c>). An install that failed or was interrupted is gone on with: the next revision is an
/// install again, takes over what is there, and removes what the chart no longer has.
/// </summary>
public sealed class ReleaseInstaller : ReleaseAction
{
    private readonly ReleaseInstallOptions _options;

    /// <param name="client">The cluster.</param>
    /// <param name="options">What is installed.</param>
    /// <param name="logger">Hears of each step.</param>
    public ReleaseInstaller(IKubernetesClient client, ReleaseInstallOptions options, ILogger? logger = null)
        : base(client, options.Namespace, logger) => _options = options;

    /// <summary>Brings charts that are given by reference; without it only files and folders can be installed.</summary>
    public IChartFetcher? Fetcher { get; init; }

    /// <summary>Changes the manifests before they are sorted.</summary>
    public IManifestPostRenderer? PostRenderer { get; init; }

    /// <returns>The release as it is now, or as it would be where nothing is done.</returns>
    /// <exception cref="NeutreeException">The install failed; where the release got as far as having a record, that says why.</exception>
    public async Task<Release> RunAsync(CancellationToken cancellationToken)
    {
        ChartPlanner planner = new(Client, Storage, _options, Logger, Time) { Fetcher = Fetcher, PostRenderer = PostRenderer };
        if (_options.DryRun == ReleaseDryRun.Client)
        {
            return DryRun(await planner.RenderAsync(cancellationToken).ConfigureAwait(false));
        }

        DeploymentPlan plan = await planner.PlanAsync(cancellationToken).ConfigureAwait(false);
        return await DeployAsync(plan, _options, UninstallAsync, cancellationToken).ConfigureAwait(false);
    }

    private async Task<string> UninstallAsync(DeploymentPlan plan, CancellationToken cancellationToken)
    {
        ReleaseUninstallOptions uninstall = new()
        {
            Name = _options.Name,
            Namespace = Namespace,
            Timeout = _options.Timeout,
            Wait = _options.Wait == ReleaseWait.None ? ReleaseWait.Watcher : _options.Wait,
            NoHooks = _options.NoHooks,
            AllowOldServer = _options.AllowOldServer,
        };
        ReleaseUninstaller uninstaller = new(Client, uninstall, Logger) { Progress = Progress, Logs = Logs, Readiness = Readiness, Notes = Notes, Time = Time };
        await uninstaller.RunAsync(cancellationToken).ConfigureAwait(false);
        return "has been uninstalled";
    }
}
