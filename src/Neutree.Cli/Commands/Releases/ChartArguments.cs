using System.CommandLine;

namespace Neutree.Cli.Commands.Releases;

/// <summary>The arguments <c>NAME CHART</c>.</summary>
internal static class ChartArguments
{
    public static Argument<string[]> Create() => new("name-and-chart")
    {
        Description = "Name of the release, and the chart: folder, .tgz file or oci:// reference.",
        Arity = new ArgumentArity(0, 2),
    };

    public static (string Name, string Chart) Read(ParseResult parsed, Argument<string[]> arguments) => parsed.GetValue(arguments) is [var name, var chart]
        ? (name, chart)
        : throw new UsageException($"\"neutree-cli release {parsed.CommandResult.Command.Name}\" requires 2 arguments, the release's name and the chart");
}
