namespace Neutree.Core.Oci;

/// <summary>How a stored layer is compressed, judged by its first bytes.</summary>
public enum BlobCompression
{
    None,
    Gzip,
    Zstd,
}
