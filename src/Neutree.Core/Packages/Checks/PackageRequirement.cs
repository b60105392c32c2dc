namespace Neutree.Core.Packages.Checks;

/// <summary>What a package must have to be taken.</summary>
public enum PackageRequirement
{
    /// <summary>Nothing: what it has is checked.</summary>
    None,

    /// <summary>Checksums of all it holds.</summary>
    Checksums,

    /// <summary>Checksums, and a signature over them that a given key verifies.</summary>
    Signature,
}
