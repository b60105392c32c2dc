namespace Neutree.Core.Helm.Charts;

/// <summary>A chart can't be read, has rules its values break, or can't be fetched.</summary>
public sealed class ChartException : NeutreeException
{
    public ChartException(string errorId, ErrorKind kind, string message, Exception? inner = null)
        : base(errorId, kind, message, inner)
    {
    }
}
