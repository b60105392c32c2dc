using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>The end of a control structure; the parser reads it, no tree holds it.</summary>
internal sealed class EndNode(int position) : Node(NodeKind.End, position)
{
    public override void WriteTo(GoStringBuilder output) => output.Append("{{end}}"u8);
}
