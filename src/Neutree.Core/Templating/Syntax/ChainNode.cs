using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>Fields of what a parenthesized pipeline or a function gives: <c>(index .list 0).name</c>.</summary>
internal sealed class ChainNode(int position, Node operand, GoString[] fields) : Node(NodeKind.Chain, position)
{
    public Node Operand { get; } = operand;

    public GoString[] Fields { get; } = fields;

    public override void WriteTo(GoStringBuilder output)
    {
        WriteOperand(output, Operand);
        foreach (GoString field in Fields)
        {
            output.Append((byte)'.').Append(field);
        }
    }
}
