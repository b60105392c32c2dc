namespace Neutree.Core.Packages.Receiving;

/// <summary>What became of a package that was to be fetched.</summary>
public enum ReceiveStatus
{
    Received,

    /// <summary>All of it was there already.</summary>
    AlreadyPresent,

    /// <summary>It would be fetched.</summary>
    Planned,
}
