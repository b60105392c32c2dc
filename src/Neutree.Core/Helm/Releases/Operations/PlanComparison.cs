using Microsoft.Extensions.Logging;
using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Operations;

/// <summary>What a plan would change: the cluster checks and completes each object without storing it, and the outcome is held against what is there.</summary>
/// <param name="client">The cluster.</param>
/// <param name="plan">The plan.</param>
/// <param name="logger">Hears of objects that can't be checked.</param>
internal sealed class PlanComparison(IKubernetesClient client, DeploymentPlan plan, ILogger logger)
{
    private readonly Dictionary<ObjectKey, ManifestObject> _earlier = plan.Earlier.ToDictionary(static item => item.Key);

    /// <exception cref="KubernetesException">The cluster would refuse the object.</exception>
    public async Task<ReleaseDifference> CompareAsync(ManifestObject item, CancellationToken cancellationToken)
    {
        bool isNew = !_earlier.TryGetValue(item.Key, out ManifestObject? earlier);
        KubernetesObject? live = isNew || item.IsNamedByServer ? item.Live : await client.GetAsync(item.Reference, cancellationToken).ConfigureAwait(false);
        KubernetesObject? wanted = await TryApplyAsync(item, live, cancellationToken).ConfigureAwait(false);
        if (live is null)
        {
            return Describe(item, ObjectChange.Create);
        }

        IReadOnlyList<FieldDifference> fields = wanted is null ? [] : ObjectComparison.Compare(live, wanted);
        if (earlier is not null && FieldManagerMigration.Patch(live) is not null)
        {
            // The server only sees them as ours once the field managers are migrated.
            HashSet<string> known = [.. fields.Select(static field => field.Path)];
            fields = [.. fields.Concat(ObjectComparison.Dropped(earlier.Content, item.Content, live).Where(field => !known.Contains(field.Path)))];
        }

        return Describe(item, fields.Count == 0 ? ObjectChange.None : ObjectChange.Update) with { Fields = fields };
    }

    /// <summary>What becomes of an object that the plan no longer has; null where there is none.</summary>
    public async Task<ReleaseDifference?> CompareObsoleteAsync(ManifestObject item, CancellationToken cancellationToken) =>
        await client.GetAsync(item.Reference, cancellationToken).ConfigureAwait(false) is not { } live ? null
        : Describe(item, ManifestObject.SaysKeep(live) || !ReleaseOwnership.IsOwned(live, plan.Record.Name, plan.Record.Namespace) ? ObjectChange.Keep : ObjectChange.Delete);

    private static ReleaseDifference Describe(ManifestObject item, ObjectChange change) => new()
    {
        Change = change,
        ApiVersion = item.Content.ApiVersion,
        Kind = item.Content.Kind,
        Name = item.IsNamedByServer ? item.Content.Text("metadata", "generateName") : item.Content.Name,
        Namespace = item.Reference.Namespace,
    };

    /// <summary>The object as it would be; null where the server can't tell because its kind or its namespace is only to be made.</summary>
    private async Task<KubernetesObject?> TryApplyAsync(ManifestObject item, KubernetesObject? live, CancellationToken cancellationToken)
    {
        bool isComing = plan.Definitions?.Coming.Any(resource => resource.ApiVersion == item.Content.ApiVersion && resource.Kind == item.Content.Kind) ?? false;
        if (isComing)
        {
            return null;
        }

        // An object of helm's client-side apply would be in conflict with its own release.
        bool force = plan.ForceConflicts || (live is not null && FieldManagerMigration.Patch(live) is not null);
        ObjectApplier applier = new(client, logger) { ForceConflicts = force, DryRun = true };
        try
        {
            return await applier.ApplyAsync(item, mayBeClientSide: false, cancellationToken).ConfigureAwait(false);
        }
        catch (KubernetesException missing) when (missing.ErrorId == "Kubernetes.NotFound" && item.Resource.IsNamespaced)
        {
            logger.LogInformation("{Object} isn't checked by the cluster: its namespace doesn't exist yet", item);
            return null;
        }
    }
}
