namespace Neutree.Core.Oci.Transfer;

/// <summary>What happens to a layer that the source holds uncompressed; compressed layers are never touched.</summary>
public enum LayerCompression
{
    /// <summary>Compress with gzip while sending.</summary>
    Gzip,

    /// <summary>Send it plain, as an OCI <c>tar</c> layer: quickest on a local network.</summary>
    None,
}
