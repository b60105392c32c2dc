namespace Neutree.Core.Packages.Inspection;

/// <summary>How something differs between two packages.</summary>
public enum PackageChange
{
    Added,
    Removed,

    /// <summary>The name stands for another image.</summary>
    Changed,
    Unchanged,
}
