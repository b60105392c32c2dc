using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Cli.Progress;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Kubernetes;

namespace Neutree.Cli.Commands.Releases;

/// <summary><c>release install NAME CHART</c>.</summary>
internal static class ReleaseInstallCommand
{
    public static Command Create()
    {
        ClusterOptionGroup cluster = new();
        ReleaseActionOptionGroup action = new();
        ReleaseChartOptionGroup chart = new();
        Argument<string[]> arguments = ChartArguments.Create();
        Option<bool> replace = new("--replace") { Description = "Use the name of a release again that was uninstalled with its history kept." };
        Command command = ReleaseCommand.Create("install", "Install a chart as a release.", cluster, InstallAsync);
        command.Add(arguments);
        command.Add(replace);
        chart.AddTo(command);
        action.AddTo(command);
        return command;

        async Task<int> InstallAsync(ParseResult parsed, CommandRun run, KubernetesClient client, CancellationToken cancellationToken)
        {
            (string name, string reference) = ChartArguments.Read(parsed, arguments);
            ReleaseInstallOptions options = new() { Name = name, Namespace = cluster.Namespace(parsed), Chart = reference, Replace = parsed.GetValue(replace) };
            options = chart.Apply(parsed, action.Apply(parsed, options));
            ReleaseDisplay display = ReleaseDisplay.ForStandardError();
            ReleaseInstaller installer = new(client, options, run.Logger)
            {
                Fetcher = chart.Fetcher(parsed, run.Logger),
                PostRenderer = chart.PostRenderer(parsed),
                Logs = display,
                Readiness = display,
                Notes = display,
            };
            using IResultOutput<Release> output = ReleaseOutputs.ForOne(run.Format, run.Out, options.DryRun);
            output.Write(await installer.RunAsync(cancellationToken).ConfigureAwait(false));
            return 0;
        }
    }
}
