namespace Neutree.Core.Oci;

/// <summary>A digest, reference, manifest, index or config that doesn't follow its specification.</summary>
public sealed class OciFormatException : NeutreeException
{
    public OciFormatException(string errorId, string message, Exception? inner = null)
        : base(errorId, ErrorKind.InvalidData, message, inner)
    {
    }
}
