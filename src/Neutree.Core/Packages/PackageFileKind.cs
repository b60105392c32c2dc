namespace Neutree.Core.Packages;

/// <summary>What one of the files is that belong to a package.</summary>
public enum PackageFileKind
{
    /// <summary>The package itself.</summary>
    Archive,

    /// <summary>A part of a split package.</summary>
    Part,

    /// <summary>The sha256 sum of the archive or of a part.</summary>
    Checksum,

    /// <summary>The <c>manifest.yaml</c> that stands alone.</summary>
    Manifest,
}
