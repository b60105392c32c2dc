namespace Neutree.Core.Oci.Housekeeping;

/// <summary>What became of something that was to be removed.</summary>
public enum RemoveStatus
{
    Removed,

    /// <summary>It would be removed.</summary>
    Planned,

    Failed,
}
