namespace Neutree.Core.Oci.Housekeeping;

/// <summary>What was removed.</summary>
public enum RemovedKind
{
    /// <summary>A tag, and what it stood for unless something else needs that.</summary>
    Image,

    /// <summary>A manifest that no tag stands for.</summary>
    Manifest,

    /// <summary>Content that no manifest needs.</summary>
    Blob,
}
