namespace Neutree.Core.ControlPlane;

/// <summary>A control plane that can't be installed, read, restored or removed as asked.</summary>
public sealed class ControlPlaneException : NeutreeException
{
    public ControlPlaneException(string errorId, ErrorKind kind, string message, Exception? inner = null)
        : base(errorId, kind, message, inner)
    {
    }
}
