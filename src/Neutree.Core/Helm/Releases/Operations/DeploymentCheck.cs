using Neutree.Core.Helm.Releases.Cluster;
using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Operations;

/// <summary>What must be true before an install, upgrade or rollback changes anything: rights, and that no object belongs to somebody else.</summary>
/// <param name="client">The cluster.</param>
/// <param name="options">The action.</param>
/// <param name="ns">The release's namespace.</param>
internal sealed class DeploymentCheck(IKubernetesClient client, ReleaseActionOptions options, string ns)
{
    /// <param name="plan">What is to be done.</param>
    /// <param name="hooks">The objects of its hooks.</param>
    /// <param name="cancellationToken">Ends the requests.</param>
    /// <exception cref="ReleaseException">Rights are missing, or objects belong to somebody else.</exception>
    public async Task RunAsync(DeploymentPlan plan, IReadOnlyList<ManifestObject> hooks, CancellationToken cancellationToken)
    {
        AccessCheck access = new AccessCheck(client)
            .NeedRecords(ns)
            .Need(plan.Objects, "get", "create", "patch")
            .Need(plan.Obsolete, "get", "delete")
            .Need(plan.Definitions?.Missing ?? [], "create", "patch", "get", "watch");
        if (!options.NoHooks)
        {
            access.Need(hooks, "create", "patch", "delete", "get", "watch");
        }

        if (plan.CreatesNamespace)
        {
            access.Need("", "namespaces", ns: null, "create", "patch");
        }

        Task rights = access.RequireAsync(cancellationToken);
        Task adoption = new AdoptionCheck(client)
            .RunAsync(plan.New, options.Name, ns, options is ReleaseChartOptions { TakeOwnership: true }, cancellationToken);
        await Task.WhenAll(rights, adoption).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        // Where both fail, it is the rights that are told.
        await rights.ConfigureAwait(false);
        await adoption.ConfigureAwait(false);
    }
}
