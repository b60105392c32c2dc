namespace Neutree.Core.ControlPlane;

/// <summary>What to remove (spec 1.4).</summary>
public sealed record ControlPlaneUninstallOptions
{
    public ControlPlaneComponent Component { get; init; }

    /// <summary>Whether the data go as well: databases, logs, metrics.</summary>
    public bool RemoveData { get; init; }
}
