using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary><c>true</c> or <c>false</c>.</summary>
internal sealed class BoolNode(int position, bool value) : Node(NodeKind.Bool, position)
{
    public bool Value { get; } = value;

    public override void WriteTo(GoStringBuilder output) => output.Append(Value ? "true"u8 : "false"u8);
}
