using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>A pipeline whose value is printed, or that sets variables: <c>{{ … }}</c>.</summary>
internal sealed class ActionNode(int position, PipeNode pipe) : Node(NodeKind.Action, position)
{
    public PipeNode Pipe { get; } = pipe;

    public override void WriteTo(GoStringBuilder output)
    {
        output.Append("{{"u8);
        Pipe.WriteTo(output);
        output.Append("}}"u8);
    }
}
