using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Helm.Releases.Operations;
using Neutree.Core.Helm.Releases.Records;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases;

/// <summary>Tells object by object what an upgrade, an install or a rollback would change in the cluster, and changes nothing.</summary>
public sealed class ReleaseComparer
{
    private const int AtATime = 8;

    private readonly IKubernetesClient _client;
    private readonly ILogger _logger;

    /// <param name="client">The cluster.</param>
    /// <param name="logger">Hears what is odd.</param>
    public ReleaseComparer(IKubernetesClient client, ILogger? logger = null)
    {
        _client = client;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>Brings charts that are given by reference; without it only files and folders can be compared.</summary>
    public IChartFetcher? Fetcher { get; init; }

    /// <summary>Changes the manifests before they are sorted.</summary>
    public IManifestPostRenderer? PostRenderer { get; init; }

    internal TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>What an upgrade would change.</summary>
    /// <exception cref="NeutreeException">The upgrade couldn't be done.</exception>
    public async IAsyncEnumerable<ReleaseDifference> CompareAsync(
        ReleaseUpgradeOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ReleaseUpgradeOptions forShow = options with { DryRun = ReleaseDryRun.Server };
        ChartPlanner planner = new(_client, Storage(options), forShow, _logger, Time) { Fetcher = Fetcher, PostRenderer = PostRenderer };
        DeploymentPlan plan = await planner.PlanAsync(cancellationToken).ConfigureAwait(false);
        await foreach (ReleaseDifference difference in CompareAsync(plan, cancellationToken).ConfigureAwait(false))
        {
            yield return difference;
        }
    }

    /// <summary>What a rollback would change. To the revision that is deployed, that is what has changed in the cluster since.</summary>
    /// <exception cref="NeutreeException">The rollback couldn't be done.</exception>
    public async IAsyncEnumerable<ReleaseDifference> CompareAsync(
        ReleaseRollbackOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ReleaseRollbackOptions forShow = options with { DryRun = ReleaseDryRun.Server };
        DeploymentPlan plan = await new RollbackPlanner(_client, Storage(options), forShow, _logger, Time).PlanAsync(cancellationToken).ConfigureAwait(false);
        await foreach (ReleaseDifference difference in CompareAsync(plan, cancellationToken).ConfigureAwait(false))
        {
            yield return difference;
        }
    }

    private async IAsyncEnumerable<ReleaseDifference> CompareAsync(DeploymentPlan plan, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        PlanComparison comparison = new(_client, plan, _logger);
        foreach (ManifestObject definition in plan.Definitions?.Missing ?? [])
        {
            yield return new ReleaseDifference
            {
                Change = ObjectChange.Create,
                ApiVersion = definition.Content.ApiVersion,
                Kind = definition.Content.Kind,
                Name = definition.Content.Name,
            };
        }

        // In the order of the manifest, some at a time.
        foreach (ManifestObject[] some in plan.Objects.Chunk(AtATime))
        {
            foreach (ReleaseDifference difference in await Task.WhenAll(some.Select(item => comparison.CompareAsync(item, cancellationToken))).ConfigureAwait(false))
            {
                yield return difference;
            }
        }

        foreach (ManifestObject[] some in plan.Obsolete.Chunk(AtATime))
        {
            foreach (ReleaseDifference? difference in await Task.WhenAll(some.Select(item => comparison.CompareObsoleteAsync(item, cancellationToken))).ConfigureAwait(false))
            {
                if (difference is not null)
                {
                    yield return difference;
                }
            }
        }
    }

    private ReleaseStorage Storage(ReleaseActionOptions options) =>
        new(_client, string.IsNullOrEmpty(options.Namespace) ? _client.Namespace : options.Namespace, _logger, Time);
}
