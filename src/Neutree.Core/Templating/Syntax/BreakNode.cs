using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>Ends the innermost <c>range</c>.</summary>
internal sealed class BreakNode(int position) : Node(NodeKind.Break, position)
{
    public override void WriteTo(GoStringBuilder output) => output.Append("{{break}}"u8);
}
