namespace Neutree.Core.Kubernetes;

/// <summary>What becomes of the objects that a deleted one owns.</summary>
public enum DeletionPropagation
{
    /// <summary>The owner goes at once, its dependents afterwards.</summary>
    Background,

    /// <summary>The owner stays until its dependents are gone.</summary>
    Foreground,

    /// <summary>They stay, without an owner.</summary>
    Orphan,
}
