using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>A parsed template: the body of a text, or of a <c>define</c> or <c>block</c> in one.</summary>
/// <param name="Name">What the template is called.</param>
/// <param name="SourceName">What the text it stands in is called; error texts name that.</param>
/// <param name="Source">The whole text it stands in; positions count from its begin.</param>
/// <param name="Root">The body.</param>
internal sealed record SyntaxTree(GoString Name, GoString SourceName, GoString Source, ListNode Root)
{
    /// <summary>Whether there is nothing but white space and comments; such a template replaces no other.</summary>
    public bool IsEmpty { get; } = Root.IsEmpty;

    /// <summary>The line, counted from 1, and the bytes before the position on it.</summary>
    public (int Line, int Column) PlaceOf(Node node)
    {
        ReadOnlySpan<byte> before = Source.Span[..node.Position];
        return (1 + before.Count((byte)'\n'), before.Length - 1 - before.LastIndexOf((byte)'\n'));
    }
}
