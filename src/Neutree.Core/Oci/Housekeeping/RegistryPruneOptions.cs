using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Oci.Housekeeping;

/// <summary>
/// What RegistryPruner clears out of a registry or a folder registry. Tags are looked at only where <see cref="Tags"/>, <see cref="OlderThan"/> or
/// <see cref="Keep"/> is given, and go where all that is given holds.
/// </summary>
public sealed record RegistryPruneOptions
{
    /// <summary><c>[scheme://]host[:port][/project]</c>; null: the folder registry <see cref="Folder"/>.</summary>
    public string? Registry { get; init; }

    /// <summary>Full path.</summary>
    public string? Folder { get; init; }

    /// <summary>Repositories below the registry, with <c>*</c> and <c>?</c>; empty for all.</summary>
    public IReadOnlyList<string> Repositories { get; init; } = [];

    /// <summary>Tags, with <c>*</c> and <c>?</c>; empty for all.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Only images made longer ago. One that doesn't say when it was made stays.</summary>
    public TimeSpan? OlderThan { get; init; }

    /// <summary>So many of the newest tags that match stay in each repository.</summary>
    public int? Keep { get; init; }

    /// <summary>Manifests that no tag, index or subject in a folder registry holds.</summary>
    public bool Untagged { get; init; }

    /// <summary>Blobs that no manifest of a folder registry needs.</summary>
    public bool Unreferenced { get; init; }

    /// <summary>Untagged manifests and unreferenced blobs that are younger may belong to a push that is under way, and stay.</summary>
    public TimeSpan GracePeriod { get; init; } = TimeSpan.FromHours(1);

    public RegistryOptions RegistryOptions { get; init; } = new();

    /// <summary>Asked before each image, and once before blobs; what isn't approved is reported as planned. Null approves all.</summary>
    public Func<RemovedItem, ValueTask<bool>>? Approve { get; init; }
}
