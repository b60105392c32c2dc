namespace Neutree.Core.Oci.Archives;

/// <summary>What the first bytes of a file tell about it.</summary>
internal enum ContentFormat
{
    /// <summary>Nothing known: a tar has no mark at its start.</summary>
    Other,
    Gzip,
    Zstd,
    Xz,
    Bzip2,
    Zip,
}
