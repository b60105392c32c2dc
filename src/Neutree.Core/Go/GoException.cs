namespace Neutree.Core.Go;

/// <summary>
/// What Go reports by an <c>error</c> result or a panic: the message is Go's own text. Functions throw it; the template runtime adds
/// the place and the call.
/// </summary>
public class GoException : NeutreeException
{
    public GoException(string message, Exception? inner = null)
        : base("Template.CallFailed", ErrorKind.InvalidData, message, inner)
    {
    }

    /// <summary>For errors of Go's libraries that also occur outside of templates.</summary>
    protected GoException(string errorId, ErrorKind kind, string message, Exception? inner = null)
        : base(errorId, kind, message, inner)
    {
    }

    /// <summary>An error whose message goes on with the message of the one that it comes from.</summary>
    internal static GoException Continued(string message, NeutreeException inner) =>
        new("Template.CallFailed", inner.Kind, message, inner) { EndsWithInner = true };
}
