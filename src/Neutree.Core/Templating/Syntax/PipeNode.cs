using Neutree.Core.Go;

namespace Neutree.Core.Templating.Syntax;

/// <summary>Commands divided by <c>|</c>, with the variables that take the last one's value.</summary>
/// <param name="position">Where it begins.</param>
/// <param name="variables">The variables that are declared or set; for <c>range</c> up to two.</param>
/// <param name="isAssignment">Whether the variables are set (<c>=</c>) rather than declared (<c>:=</c>).</param>
/// <param name="commands">At least one.</param>
internal sealed class PipeNode(int position, VariableNode[] variables, bool isAssignment, CommandNode[] commands)
    : Node(NodeKind.Pipe, position)
{
    public VariableNode[] Variables { get; } = variables;

    public bool IsAssignment { get; } = isAssignment;

    public CommandNode[] Commands { get; } = commands;

    public override void WriteTo(GoStringBuilder output)
    {
        for (int index = 0; index < Variables.Length; index++)
        {
            if (index > 0)
            {
                output.Append(", "u8);
            }

            Variables[index].WriteTo(output);
        }

        if (Variables.Length > 0)
        {
            output.Append(IsAssignment ? " = "u8 : " := "u8);
        }

        for (int index = 0; index < Commands.Length; index++)
        {
            if (index > 0)
            {
                output.Append(" | "u8);
            }

            Commands[index].WriteTo(output);
        }
    }
}
