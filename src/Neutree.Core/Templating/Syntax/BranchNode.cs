using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>What <c>if</c>, <c>with</c> and <c>range</c> have in common: a pipeline, a body, and what is done where the value is empty.</summary>
internal sealed class BranchNode(NodeKind kind, int position, PipeNode pipe, ListNode body, ListNode? alternative) : Node(kind, position)
{
    public PipeNode Pipe { get; } = pipe;

    public ListNode Body { get; } = body;

    public ListNode? Alternative { get; } = alternative;

    public override void WriteTo(GoStringBuilder output)
    {
        output.Append(Kind switch { NodeKind.If => "{{if "u8, NodeKind.With => "{{with "u8, _ => "{{range "u8 });
        Pipe.WriteTo(output);
        output.Append("}}"u8);
        WriteTo(output, Body);
        if (Alternative is not null)
        {
            output.Append("{{else}}"u8);
            WriteTo(output, Alternative);
        }

        output.Append("{{end}}"u8);
    }
}
