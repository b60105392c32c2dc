namespace Neutree.Core.Helm.Releases;

/// <summary>A release can't be read, or what was asked for can't be done with it.</summary>
public sealed class ReleaseException : NeutreeException
{
    public ReleaseException(string errorId, ErrorKind kind, string message, Exception? inner = null)
        : base(errorId, kind, message, inner)
    {
    }
}
