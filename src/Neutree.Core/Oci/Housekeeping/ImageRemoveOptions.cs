using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Oci.Housekeeping;

/// <summary>Which images ImageRemover removes.</summary>
public sealed record ImageRemoveOptions
{
    /// <summary><c>registry/repository:tag</c> or <c>…@digest</c>; with <see cref="Folder"/> <c>repository:tag</c>.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>A folder registry, full path; null: the registries that the images name.</summary>
    public string? Folder { get; init; }

    public RegistryOptions RegistryOptions { get; init; } = new();

    /// <summary>
    /// Remove an image although other tags stand for it, where the registry can't delete a tag by itself; those go with it.
    /// </summary>
    public bool Force { get; init; }

    /// <summary>Asked before each is removed; what isn't approved is reported as planned. Null approves all.</summary>
    public Func<RemovedItem, ValueTask<bool>>? Approve { get; init; }
}
