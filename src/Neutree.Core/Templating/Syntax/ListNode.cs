using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>A sequence of text and actions.</summary>
internal sealed class ListNode(int position, Node[] nodes) : Node(NodeKind.List, position)
{
    public Node[] Nodes { get; } = nodes;

    /// <summary>Whether there is nothing but white space; such a definition replaces no other.</summary>
    public bool IsEmpty => Array.TrueForAll(Nodes, static node => node is TextNode { IsWhiteSpace: true });

    public override void WriteTo(GoStringBuilder output)
    {
        foreach (Node node in Nodes)
        {
            node.WriteTo(output);
        }
    }
}
