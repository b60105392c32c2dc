using Neutree.Core.Go;
using Neutree.Core.Templating.Syntax;

namespace Neutree.Core.Templating.Runtime;

/// <summary>The state of one execution: what is executed, where it stands, its variables and output.</summary>
internal sealed class Execution(TemplateSet templates, SyntaxTree tree, GoStringBuilder output, CancellationToken cancellationToken)
{
    /// <summary>Results of functions that are so large that a few hundred of them fill the memory.</summary>
    private const int LargeResult = 1 << 20;

    public TemplateSet Templates { get; } = templates;

    public GoStringBuilder Output { get; } = output;

    public VariableStack Variables { get; } = new();

    /// <summary>The template that is executed.</summary>
    public SyntaxTree Tree { get; set; } = tree;

    /// <summary>Where execution stands, for error texts.</summary>
    public Node? Node { get; set; }

    /// <summary>How many templates have called one another.</summary>
    public int Depth { get; set; }

    /// <summary>Why execution failed, where it ended with <see cref="Flow.Fail"/>.</summary>
    public TemplateException? Fault { get; set; }

    /// <summary>To be called for each template that is called and each element that is walked through.</summary>
    /// <exception cref="OperationCanceledException">Nobody waits for the result any more.</exception>
    /// <exception cref="TemplateException">The chart takes more than any use of it.</exception>
    public void CheckLimits()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Templates.Budget.TakeStep() is { } excess)
        {
            throw Failure(excess, ErrorKind.LimitExceeded);
        }
    }

    /// <summary>To be called for each result of a function.</summary>
    /// <exception cref="TemplateException">The chart takes more memory than any use of it.</exception>
    public void CheckResult(object? result)
    {
        if (result is GoString { Length: > LargeResult } && Templates.Budget.CheckMemory() is { } excess)
        {
            throw Failure(excess, ErrorKind.LimitExceeded);
        }
    }

    /// <summary>An error where execution stands, with Go's text.</summary>
    public TemplateException Failure(string cause, ErrorKind kind = ErrorKind.InvalidData, Exception? inner = null) =>
        Failure(cause, new FailureReason(kind, inner, IsContinuation: false));

    /// <summary>An error where execution stands, whose text goes on with that of the failure it comes from.</summary>
    public TemplateException Failure(string cause, NeutreeException continuation) =>
        Failure(cause, new FailureReason(continuation.Kind, continuation, IsContinuation: true));

    private TemplateException Failure(string cause, FailureReason reason)
    {
        string executing = Tree.Name.ToString();
        if (Node is null)
        {
            return new TemplateException($"template: {executing}: {cause}", cause, reason) { ExecutingName = executing, Target = executing };
        }

        (int line, int column) = Tree.PlaceOf(Node);
        string source = Tree.SourceName.ToString();
        string expression = Node.ToString();
        string message = $"template: {source}:{line}:{column}: executing {GoQuote.Quote(Tree.Name)} at <{expression}>: {cause}";
        return new TemplateException(message, cause, reason)
        {
            TemplateName = source,
            Line = line,
            Column = column,
            ExecutingName = executing,
            Expression = expression,
            Target = source,
        };
    }
}
