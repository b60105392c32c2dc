using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>Fields, keys or methods of the current value: <c>.Values.name</c>.</summary>
internal sealed class FieldNode(int position, GoString[] names) : Node(NodeKind.Field, position)
{
    public GoString[] Names { get; } = names;

    public override void WriteTo(GoStringBuilder output)
    {
        foreach (GoString name in Names)
        {
            output.Append((byte)'.').Append(name);
        }
    }
}
