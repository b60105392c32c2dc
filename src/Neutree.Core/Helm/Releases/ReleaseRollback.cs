using Microsoft.Extensions.Logging;
using Neutree.Core.Helm.Releases.Operations;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases;

/// <summary>Brings back what an earlier revision of a release was (<c>helm rollback</c>), as a new revision.</summary>
public sealed class ReleaseRollback : ReleaseAction
{
    private readonly ReleaseRollbackOptions _options;

    /// <param name="client">The cluster.</param>
    /// <param name="options">Where to.</param>
    /// <param name="logger">Hears of each step.</param>
    public ReleaseRollback(IKubernetesClient client, ReleaseRollbackOptions options, ILogger? logger = null)
        : base(client, options.Namespace, logger) => _options = options;

    /// <returns>The release as it is now, or as it would be where nothing is done.</returns>
    /// <exception cref="NeutreeException">The rollback failed; where the revision got as far as having a record, that says why.</exception>
    public async Task<Release> RunAsync(CancellationToken cancellationToken)
    {
        DeploymentPlan plan = await new RollbackPlanner(Client, Storage, _options, Logger, Time).PlanAsync(cancellationToken).ConfigureAwait(false);
        if (_options.DryRun == ReleaseDryRun.None)
        {
            await Deployment(_options, mustWait: false).RunAsync(plan, cancellationToken).ConfigureAwait(false);
        }

        return Release.Of(plan.Record);
    }
}
