using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.Helm.Charts;

namespace Neutree.Cli.Commands;

/// <summary>
/// <c>chart show CHART</c>: an overview; <c>chart show values CHART</c> and the like print what <c>helm show</c> prints.
/// </summary>
internal static class ChartShowCommand
{
    public static Command Create()
    {
        Command command = Create("show", "Show what a chart says of itself.", ChartText.Overview);
        command.Aliases.Add("inspect");
        command.Add(Create("all", "Print Chart.yaml, values.yaml, the README and custom resource definitions.", ChartText.All));
        command.Add(Create("chart", "Print Chart.yaml.", ChartText.Definition));
        command.Add(Create("values", "Print values.yaml.", ChartText.Values));
        command.Add(Create("readme", "Print the README.", ChartText.Readme));
        command.Add(Create("crds", "Print custom resource definitions.", ChartText.Crds));
        command.Add(Create("dependencies", "List the charts it needs, and whether they are in charts/.", ChartText.Dependencies));
        return command;
    }

    private static Command Create(string name, string description, Func<ChartDescription, string> text)
    {
        Argument<string> chart = new("chart") { Description = "Folder, .tgz file or oci:// reference.", Arity = ArgumentArity.ZeroOrOne };
        ChartSourceOptions source = new();
        Command command = new(name, description) { chart };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            if (parsed.GetValue(chart) is not { Length: > 0 } reference)
            {
                throw new UsageException($"\"neutree-cli chart {(name == "show" ? name : $"show {name}")}\" requires 1 argument, the chart");
            }

            CommandRun run = CommandRun.Start(parsed);
            ChartInspector inspector = new(source.Fetcher(parsed, run.Logger), run.Logger);
            ChartDescription description = await inspector.InspectAsync(reference, source.Version(parsed), cancellationToken).ConfigureAwait(false);
            if (run.Format == OutputFormat.Json)
            {
                using JsonOutput<ChartDescription> output = new(run.Out, ChartJson.Write);
                output.Write(description);
            }
            else
            {
                await run.Out.WriteAsync(text(description)).ConfigureAwait(false);
                await run.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
            }

            return 0;
        });
        return command;
    }
}
