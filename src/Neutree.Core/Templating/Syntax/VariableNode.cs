using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>A variable, and fields of its value: <c>$x.name</c>.</summary>
internal sealed class VariableNode(int position, GoString name, GoString[] fields) : Node(NodeKind.Variable, position)
{
    /// <summary>The name with its dollar sign.</summary>
    public GoString Name { get; } = name;

    public GoString[] Fields { get; } = fields;

    public override void WriteTo(GoStringBuilder output)
    {
        output.Append(Name);
        foreach (GoString field in Fields)
        {
            output.Append((byte)'.').Append(field);
        }
    }
}
