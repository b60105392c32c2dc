using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>Goes on with the next element of the innermost <c>range</c>.</summary>
internal sealed class ContinueNode(int position) : Node(NodeKind.Continue, position)
{
    public override void WriteTo(GoStringBuilder output) => output.Append("{{continue}}"u8);
}
