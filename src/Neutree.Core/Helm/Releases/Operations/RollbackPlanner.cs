using Microsoft.Extensions.Logging;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Releases.Cluster;
using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Helm.Releases.Records;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Operations;

/// <summary>Plans a rollback. Changes nothing but to close a revision that nobody is at work on any more.</summary>
/// <param name="client">The cluster.</param>
/// <param name="storage">The records.</param>
/// <param name="options">Where to.</param>
/// <param name="logger">Hears what is odd.</param>
/// <param name="time">The clock.</param>
internal sealed class RollbackPlanner(IKubernetesClient client, ReleaseStorage storage, ReleaseRollbackOptions options, ILogger logger, TimeProvider time)
{
    /// <summary>The most characters a description may have (Helm 4.2).</summary>
    private const int LongestDescription = 256;

    /// <exception cref="NeutreeException">It can't be done; nothing was changed.</exception>
    public async Task<DeploymentPlan> PlanAsync(CancellationToken cancellationToken)
    {
        ReleaseNames.Check(options.Name);
        if (options.Description is { Length: > LongestDescription })
        {
            throw new ReleaseException(
                "Release.DescriptionTooLong", ErrorKind.InvalidArgument, $"a rollback's description may have {LongestDescription} characters; this one has {options.Description.Length}")
            {
                Recommendation = "Shorten the description.",
            };
        }

        await ClusterCapabilities.RequireAsync(client, options.AllowOldServer, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ReleaseRecord> history = await new ReleaseClaim(storage, options, logger, time).TakeAsync(cancellationToken).ConfigureAwait(false);
        ReleaseRecord last = history is [.., var newest] ? newest : throw ReleaseErrors.NotFound(options.Name, storage.Namespace);
        int revision = options.Revision == 0 ? last.Revision - 1 : options.Revision;
        ReleaseRecord target = history.FirstOrDefault(record => record.Revision == revision)
            ?? throw ReleaseErrors.RevisionNotFound(options.Name, storage.Namespace, revision, history.Select(static record => record.Revision));
        ManifestReader reader = new(client, storage.Namespace, logger);
        IReadOnlyList<ManifestObject> objects = await reader.ReadAsync(target.Manifest, cancellationToken).ConfigureAwait(false);
        ReleaseRecord next = NewRecord.Of(target, last, options.Description, time.GetLocalNow());
        DeploymentPlan plan = new()
        {
            Record = next,
            History = history,
            Objects = [.. objects.Select(item => item.OwnedBy(options.Name, storage.Namespace))],
            Earlier = await EarlierObjects.ReadAsync(history, reader, cancellationToken).ConfigureAwait(false),
            HookBefore = HookEvents.PreRollback,
            HookAfter = HookEvents.PostRollback,
            Done = next.Description,
            Failed = $"Rollback \"{options.Name}\" failed",
            ForceConflicts = options.ForceConflicts,
            CleanupOnFail = options.CleanupOnFail,
        };
        List<ManifestObject> hooks = [];
        foreach (HookRecord hook in next.Hooks.Where(static hook => hook.Events.Contains(HookEvents.PreRollback) || hook.Events.Contains(HookEvents.PostRollback)))
        {
            hooks.AddRange(await reader.ReadAsync(hook.Manifest, cancellationToken).ConfigureAwait(false));
        }

        await new DeploymentCheck(client, options, storage.Namespace).RunAsync(plan, hooks, cancellationToken).ConfigureAwait(false);
        return plan;
    }
}
