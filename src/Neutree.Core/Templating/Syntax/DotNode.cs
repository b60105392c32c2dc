using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>The current value: <c>.</c>.</summary>
internal sealed class DotNode(int position) : Node(NodeKind.Dot, position)
{
    public override void WriteTo(GoStringBuilder output) => output.Append("."u8);
}
