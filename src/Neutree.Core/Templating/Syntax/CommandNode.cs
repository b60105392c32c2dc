using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>A stage of a pipeline: a value, or a function or method with its arguments.</summary>
internal sealed class CommandNode(int position, Node[] words) : Node(NodeKind.Command, position)
{
    /// <summary>What is called or taken, then the arguments.</summary>
    public Node[] Words { get; } = words;

    public override void WriteTo(GoStringBuilder output)
    {
        for (int index = 0; index < Words.Length; index++)
        {
            if (index > 0)
            {
                output.Append((byte)' ');
            }

            WriteOperand(output, Words[index]);
        }
    }
}
