namespace Neutree.Core.Oci.Transfer;

/// <summary>A transfer that can't be done as asked, or whose content isn't what was promised.</summary>
public sealed class TransferException : NeutreeException
{
    public TransferException(string errorId, ErrorKind kind, string message, Exception? inner = null)
        : base(errorId, kind, message, inner)
    {
    }
}
