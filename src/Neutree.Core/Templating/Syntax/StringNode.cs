using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>A text constant.</summary>
internal sealed class StringNode(int position, GoString quoted, GoString text) : Node(NodeKind.String, position)
{
    /// <summary>The constant as it was written, with its quotes.</summary>
    public GoString Quoted { get; } = quoted;

    public GoString Text { get; } = text;

    public override void WriteTo(GoStringBuilder output) => output.Append(Quoted);
}
