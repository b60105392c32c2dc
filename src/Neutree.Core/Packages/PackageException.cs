namespace Neutree.Core.Packages;

/// <summary>An offline package that can't be used: its manifest is malformed, or it lacks what the manifest names.</summary>
public sealed class PackageException : NeutreeException
{
    public PackageException(string errorId, ErrorKind kind, string message, Exception? inner = null)
        : base(errorId, kind, message, inner)
    {
    }
}
