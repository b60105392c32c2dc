using Neutree.Core.Go;
using Neutree.Core.Templating.Syntax;

namespace Neutree.Core.Templating.Runtime;

/// <summary>The state of one execution: what is executed, where it stands, its variables and output.</summary>
internal sealed class Execution(TemplateSet templates, SyntaxTree tree, GoStringBuilder output, CancellationToken cancellationToken)
{
    /// <summary>Far more than any cluster takes; a loop that never ends runs into it before memory ends.</summary>
    private const int MostOutputBytes = 512 << 20;

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

    /// <exception cref="OperationCanceledException">Nobody waits for the result any more.</exception>
    /// <exception cref="TemplateException">The output is larger than any use of it.</exception>
    public void CheckLimits()
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Output.Length > MostOutputBytes)
        {
            throw Failure($"the output exceeds {MostOutputBytes >> 20} MiB", ErrorKind.LimitExceeded);
        }
    }

    /// <summary>An error where execution stands, with Go's text.</summary>
    public TemplateException Failure(string cause, ErrorKind kind = ErrorKind.InvalidData, Exception? inner = null)
    {
        const string ErrorId = "Template.ExecutionFailed";
        string executing = Tree.Name.ToString();
        if (Node is null)
        {
            return new TemplateException(ErrorId, $"template: {executing}: {cause}", cause, kind, inner) { ExecutingName = executing, Target = executing };
        }

        (int line, int column) = Tree.PlaceOf(Node);
        string source = Tree.SourceName.ToString();
        string expression = Node.ToString();
        string message = $"template: {source}:{line}:{column}: executing {GoQuote.Quote(Tree.Name)} at <{expression}>: {cause}";
        return new TemplateException(ErrorId, message, cause, kind, inner)
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
