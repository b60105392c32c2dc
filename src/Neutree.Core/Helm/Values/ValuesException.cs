namespace Neutree.Core.Helm.Values;

/// <summary>Values a user gives can't be read, or don't fit the chart they are for.</summary>
public sealed class ValuesException : NeutreeException
{
    public ValuesException(string errorId, ErrorKind kind, string message, Exception? inner = null)
        : base(errorId, kind, message, inner)
    {
    }
}
