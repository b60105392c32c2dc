using System.CommandLine;

namespace Neutree.Cli.Options;

/// <summary>Flags that every command has.</summary>
internal static class CommonOptions
{
    public static Option<OutputFormat> Output { get; } = new ChoiceOption<OutputFormat>("--output", "-o")
    {
        Description = "What standard output holds; auto is a table on a terminal and plain lines elsewhere.",
        Recursive = true,
    };

    public static Option<bool> Verbose { get; } = new("--verbose", "-v")
    {
        Description = "Tell on standard error what is done.",
        Recursive = true,
    };
}
