using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Releases.Cluster;
using Neutree.Core.Helm.Releases.Objects;

namespace Neutree.Core.Helm.Releases.Operations;

/// <summary>A chart rendered for a revision of a release.</summary>
internal sealed record PreparedChart
{
    public required Chart Chart { get; init; }

    /// <summary>The values that the user gave, for this revision or an earlier one.</summary>
    public required GoMap Config { get; init; }

    public required RenderedChart Rendered { get; init; }

    /// <summary>What the record holds as manifest.</summary>
    public required GoString Manifest { get; init; }

    /// <summary>The objects of the manifest, marked as the release's; none where the cluster isn't asked.</summary>
    public IReadOnlyList<ManifestObject> Objects { get; init; } = [];

    /// <summary>The objects of the hooks that the action runs.</summary>
    public IReadOnlyList<ManifestObject> HookObjects { get; init; } = [];

    /// <summary>Definitions to be made first; null where there are none.</summary>
    public CustomDefinitions? Definitions { get; init; }
}
