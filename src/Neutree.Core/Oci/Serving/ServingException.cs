namespace Neutree.Core.Oci.Serving;

/// <summary>The embedded registry can't do what was asked: its folder, its endpoint, or the content offered to it stands against it.</summary>
public sealed class ServingException : NeutreeException
{
    public ServingException(string errorId, ErrorKind kind, string message, Exception? inner = null)
        : base(errorId, kind, message, inner)
    {
    }
}
