using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.Helm.Charts;

namespace Neutree.Cli.Commands;

/// <summary><c>chart package</c>: charts as <c>NAME-VERSION.tgz</c>.</summary>
internal static class ChartPackageCommand
{
    public static Command Create()
    {
        Argument<string[]> charts = new("charts") { Description = "Folders of charts.", Arity = ArgumentArity.ZeroOrMore };
        Option<string> destination = new("--destination", "-d") { Description = "Folder that gets the archives (.).", HelpName = "folder" };
        Option<string> version = new("--version") { Description = "Version to pack the chart as." };
        Option<string> appVersion = new("--app-version") { Description = "Version of the application to pack the chart as." };
        Option<bool> dryRun = new("--dry-run", "--what-if") { Description = "Say what would be done; write nothing." };
        Command command = new("package", "Pack charts into archives, reproducibly.") { charts, destination, version, appVersion, dryRun };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string[] given = parsed.GetValue(charts) ?? [];
            if (given.Length == 0)
            {
                throw new UsageException("need at least one argument, the path to the chart");
            }

            CommandRun run = CommandRun.Start(parsed);
            using IResultOutput<ChartPackage> output = run.Format == OutputFormat.Json
                ? new JsonOutput<ChartPackage>(run.Out, ChartJson.Write)
                : new PlainOutput<ChartPackage>(run.Out, static package => $"Successfully packaged chart and saved it to: {package.Path}");
            foreach (string chart in given)
            {
                string folder = parsed.GetValue(destination) is { Length: > 0 } place ? place : ".";
                if (parsed.GetValue(dryRun))
                {
                    await (run.Format == OutputFormat.Json ? Console.Error : run.Out).WriteLineAsync($"would package {chart} into {Path.GetFullPath(folder)}").ConfigureAwait(false);
                    continue;
                }

                output.Write(await new ChartPackager(run.Logger).PackAsync(
                    new ChartPackageOptions
                    {
                        Chart = chart,
                        Destination = folder,
                        Version = parsed.GetValue(version),
                        AppVersion = parsed.GetValue(appVersion),
                    },
                    cancellationToken).ConfigureAwait(false));
            }

            return 0;
        });
        return command;
    }
}
