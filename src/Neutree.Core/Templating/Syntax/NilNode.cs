using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>Go's untyped <c>nil</c>.</summary>
internal sealed class NilNode(int position) : Node(NodeKind.Nil, position)
{
    public override void WriteTo(GoStringBuilder output) => output.Append("nil"u8);
}
