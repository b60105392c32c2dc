using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Cli.Progress;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Kubernetes;

namespace Neutree.Cli.Commands.Releases;

/// <summary><c>release upgrade NAME CHART</c>.</summary>
internal static class ReleaseUpgradeCommand
{
    public static Command Create()
    {
        ClusterOptionGroup cluster = new();
        ReleaseActionOptionGroup action = new();
        ReleaseChartOptionGroup chart = new();
        ValueReuseOptions reuse = new();
        Argument<string[]> arguments = ChartArguments.Create();
        Option<bool> install = new("--install", "-i") { Description = "Install where there is no such release." };
        Option<bool> cleanup = new("--cleanup-on-fail") { Description = "Delete what an upgrade that failed has made anew." };
        Command command = ReleaseCommand.Create("upgrade", "Upgrade a release to a chart and values.", cluster, UpgradeAsync);
        command.Add(arguments);
        command.Add(install);
        command.Add(cleanup);
        reuse.AddTo(command);
        chart.AddTo(command);
        action.AddTo(command);
        return command;

        async Task<int> UpgradeAsync(ParseResult parsed, CommandRun run, KubernetesClient client, CancellationToken cancellationToken)
        {
            (string name, string reference) = ChartArguments.Read(parsed, arguments);
            ReleaseUpgradeOptions options = new()
            {
                Name = name,
                Namespace = cluster.Namespace(parsed),
                Chart = reference,
                Install = parsed.GetValue(install),
                ValueReuse = reuse.Read(parsed),
                CleanupOnFail = parsed.GetValue(cleanup),
            };
            options = chart.Apply(parsed, action.Apply(parsed, options));
            ReleaseDisplay display = ReleaseDisplay.ForStandardError();
            ReleaseUpgrader upgrader = new(client, options, run.Logger)
            {
                Fetcher = chart.Fetcher(parsed, run.Logger),
                PostRenderer = chart.PostRenderer(parsed),
                Logs = display,
                Readiness = display,
                Notes = display,
            };
            using IResultOutput<Release> output = ReleaseOutputs.ForOne(run.Format, run.Out, options.DryRun);
            output.Write(await upgrader.RunAsync(cancellationToken).ConfigureAwait(false));
            return 0;
        }
    }
}
