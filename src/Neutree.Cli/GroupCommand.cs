using System.CommandLine;
using System.CommandLine.Help;

namespace Neutree.Cli;

/// <summary>A command that only holds others; alone it shows its help.</summary>
internal sealed class GroupCommand : Command
{
    public GroupCommand(string name, string description, params IReadOnlyList<Command> commands)
        : base(name, description)
    {
        foreach (Command command in commands)
        {
            Add(command);
        }

        SetAction(ShowHelp);
    }

    public static int ShowHelp(ParseResult parsed) => new HelpAction().Invoke(parsed);
}
