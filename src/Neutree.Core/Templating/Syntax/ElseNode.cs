using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>The begin of an alternative; the parser reads it, no tree holds it.</summary>
internal sealed class ElseNode(int position) : Node(NodeKind.Else, position)
{
    public override void WriteTo(GoStringBuilder output) => output.Append("{{else}}"u8);
}
