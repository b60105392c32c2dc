namespace Neutree.Core.Packages.Publishing;

/// <summary>What became of a package that was to be published.</summary>
public enum PublishStatus
{
    Published,

    /// <summary>All of it was there already.</summary>
    AlreadyPublished,

    /// <summary>It would be published.</summary>
    Planned,
}
