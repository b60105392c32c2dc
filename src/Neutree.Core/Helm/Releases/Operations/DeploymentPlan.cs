using Neutree.Core.Helm.Releases.Cluster;
using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Helm.Releases.Records;

namespace Neutree.Core.Helm.Releases.Operations;

/// <summary>What an install, upgrade or rollback is about to do.</summary>
internal sealed record DeploymentPlan
{
    /// <summary>The new revision, not yet stored.</summary>
    public required ReleaseRecord Record { get; init; }

    /// <summary>All earlier ones, the oldest first.</summary>
    public required IReadOnlyList<ReleaseRecord> History { get; init; }

    /// <summary>The objects to apply.</summary>
    public required IReadOnlyList<ManifestObject> Objects { get; init; }

    /// <summary>Objects of earlier revisions, whether they are to be applied again or not.</summary>
    public required IReadOnlyList<ManifestObject> Earlier { get; init; }

    public CustomDefinitions? Definitions { get; init; }

    /// <summary>Whether the release's namespace is to be made first.</summary>
    public bool CreatesNamespace { get; init; }

    public required string HookBefore { get; init; }

    public required string HookAfter { get; init; }

    /// <summary>What the history says when all went well.</summary>
    public required string Done { get; init; }

    /// <summary>What it says before the reason where it didn't: <c>Upgrade "web" failed</c>.</summary>
    public required string Failed { get; init; }

    /// <summary>Take over fields that other field managers own.</summary>
    public bool ForceConflicts { get; init; }

    /// <summary>Delete what was made anew where it fails.</summary>
    public bool CleanupOnFail { get; init; }

    /// <summary>Whether a revision since the last that was deployed may have been applied by helm on the client.</summary>
    public bool MayBeClientSide => EarlierObjects.Since(History).Any(static record => !record.IsServerSideApplied);

    /// <summary>Objects of earlier revisions that the new one doesn't have.</summary>
    public IReadOnlyList<ManifestObject> Obsolete
    {
        get
        {
            HashSet<ObjectKey> wanted = [.. Objects.Select(static item => item.Key)];
            return [.. Earlier.Where(item => !wanted.Contains(item.Key))];
        }
    }

    /// <summary>Objects that no earlier revision has.</summary>
    public IReadOnlyList<ManifestObject> New
    {
        get
        {
            HashSet<ObjectKey> known = [.. Earlier.Select(static item => item.Key)];
            return [.. Objects.Where(item => !known.Contains(item.Key))];
        }
    }
}
