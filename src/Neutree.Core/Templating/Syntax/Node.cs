using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>An element of a template (Go <c>text/template/parse.Node</c>). Nodes never change after parsing, so that trees are shared.</summary>
internal abstract class Node(NodeKind kind, int position)
{
    public NodeKind Kind { get; } = kind;

    /// <summary>Where it begins, in bytes of the text it was parsed from.</summary>
    public int Position { get; } = position;

    /// <summary>Writes the node in the normal form that error texts show.</summary>
    public abstract void WriteTo(GoStringBuilder output);

    public override string ToString()
    {
        GoStringBuilder output = new();
        WriteTo(output, this);
        return output.ToString();
    }

    /// <summary>Writes a node that may hold others to any depth.</summary>
    protected static void WriteTo(GoStringBuilder output, Node node) =>
        StackGuard.Call((Output: output, Node: node), static state =>
        {
            state.Node.WriteTo(state.Output);
            return state.Output;
        });

    /// <summary>Writes a node with the parentheses that a pipeline inside a command has.</summary>
    protected static void WriteOperand(GoStringBuilder output, Node node)
    {
        if (node.Kind != NodeKind.Pipe)
        {
            node.WriteTo(output);
            return;
        }

        output.Append((byte)'(');
        WriteTo(output, node);
        output.Append((byte)')');
    }
}
