using Neutree.Core.Templating.Runtime;

namespace Neutree.Core.Templating;

/// <summary>
/// A template can't be parsed or executed. The message is the text of Go's <c>text/template</c>, such as
/// <c>template: t.yaml:1:3: executing "t.yaml" at &lt;.a.b&gt;: nil pointer evaluating interface {}.b</c>; the properties are its parts.
/// An error of a template that another one includes is the inner exception.
/// </summary>
public sealed class TemplateException : NeutreeException
{
    private readonly string _cause;

    public TemplateException(string errorId, string message, string cause, ErrorKind kind = ErrorKind.InvalidData, Exception? inner = null)
        : base(errorId, kind, message, inner) => _cause = cause;

    /// <summary>A failure of execution.</summary>
    internal TemplateException(string message, string cause, FailureReason reason)
        : this("Template.ExecutionFailed", message, cause, reason.Kind, reason.Inner) => EndsWithInner = reason.IsContinuation;

    /// <summary>What is wrong, without the place.</summary>
    public string Cause => EndsWithInner ? _cause + InnerException!.Message : _cause;

    /// <summary>The name of the text the place is in; null where there is no place.</summary>
    public string? TemplateName { get; init; }

    /// <summary>The line, counted from 1; null where there is no place.</summary>
    public int? Line { get; init; }

    /// <summary>Bytes of the line before the place; null for errors of parsing.</summary>
    public int? Column { get; init; }

    /// <summary>The template that was executed, which a <c>define</c> may have named; null for errors of parsing.</summary>
    public string? ExecutingName { get; init; }

    /// <summary>The expression that failed, in normal form; null for errors of parsing.</summary>
    public string? Expression { get; init; }
}
