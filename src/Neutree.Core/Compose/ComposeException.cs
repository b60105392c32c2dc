namespace Neutree.Core.Compose;

/// <summary>A compose file that can't be used, or Docker Compose that isn't there or fails.</summary>
public sealed class ComposeException : NeutreeException
{
    public ComposeException(string errorId, ErrorKind kind, string message, Exception? inner = null)
        : base(errorId, kind, message, inner)
    {
    }
}
