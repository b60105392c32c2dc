namespace Neutree.Core.Oci.Transfer;

/// <summary>How the transfer of one image ended.</summary>
public enum TransferStatus
{
    /// <summary>Written to the target.</summary>
    Copied,

    /// <summary>The target already held exactly this; nothing was read or sent.</summary>
    AlreadyPresent,

    /// <summary>Not done; the result's error says why.</summary>
    Failed,

    /// <summary>Would be written (a what-if run).</summary>
    Planned,
}
