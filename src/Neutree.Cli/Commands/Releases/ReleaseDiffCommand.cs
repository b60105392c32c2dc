using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Kubernetes;

namespace Neutree.Cli.Commands.Releases;

/// <summary>
/// <c>release diff NAME [CHART]</c>: what an upgrade to the chart would change, or a rollback to a revision; without either what has changed
/// in the cluster since the release was deployed.
/// </summary>
internal static class ReleaseDiffCommand
{
    public static Command Create()
    {
        ClusterOptionGroup cluster = new();
        ReleaseActionOptionGroup action = new();
        ReleaseChartOptionGroup chart = new();
        ValueReuseOptions reuse = new();
        Argument<string> name = ReleaseCommand.NameArgument();
        Argument<string> reference = new("chart") { Description = "The chart: folder, .tgz file or oci:// reference.", Arity = ArgumentArity.ZeroOrOne };
        Option<int?> revision = new("--revision") { Description = "Compare with a rollback to this revision.", HelpName = "n" };
        Option<bool> unchanged = new("--show-unchanged") { Description = "List objects that don't change too." };
        Option<bool> exitCode = new("--exit-code") { Description = "End with 2 where something changes." };
        Command command = ReleaseCommand.Create("diff", "Show what an upgrade or rollback would change.", cluster, CompareAsync);
        command.Add(name);
        command.Add(reference);
        command.Add(revision);
        command.Add(unchanged);
        command.Add(exitCode);
        reuse.AddTo(command);
        chart.AddTo(command);
        action.AddTo(command);
        return command;

        async Task<int> CompareAsync(ParseResult parsed, CommandRun run, KubernetesClient client, CancellationToken cancellationToken)
        {
            bool any = false;
            using IResultOutput<ReleaseDifference> output = ReleaseOutputs.ForDifferences(run.Format, run.Out);
            await foreach (ReleaseDifference difference in (await DifferencesAsync(parsed, run, client, cancellationToken).ConfigureAwait(false)).ConfigureAwait(false))
            {
                bool changes = difference.Change is not (ObjectChange.None or ObjectChange.Keep);
                any |= changes;
                if (changes || difference.Change == ObjectChange.Keep || parsed.GetValue(unchanged))
                {
                    output.Write(difference);
                }
            }

            return any && parsed.GetValue(exitCode) ? 2 : 0;
        }

        async Task<IAsyncEnumerable<ReleaseDifference>> DifferencesAsync(ParseResult parsed, CommandRun run, KubernetesClient client, CancellationToken cancellationToken)
        {
            string release = ReleaseCommand.Name(parsed, name);
            string? ns = cluster.Namespace(parsed);
            ReleaseComparer comparer = new(client, run.Logger) { Fetcher = chart.Fetcher(parsed, run.Logger), PostRenderer = chart.PostRenderer(parsed) };
            if (parsed.GetValue(reference) is { Length: > 0 } given)
            {
                if (parsed.GetValue(revision) is not null)
                {
                    throw new UsageException("a chart and --revision cannot be used together");
                }

                ReleaseUpgradeOptions upgrade = new() { Name = release, Namespace = ns, Chart = given, Install = true, ValueReuse = reuse.Read(parsed) };
                return comparer.CompareAsync(chart.Apply(parsed, action.Apply(parsed, upgrade)), cancellationToken);
            }

            int wanted = parsed.GetValue(revision) ?? (await new ReleaseReader(client, run.Logger).GetAsync(release, ns, revision: null, cancellationToken).ConfigureAwait(false)).Revision;
            ReleaseRollbackOptions rollback = new() { Name = release, Namespace = ns, Revision = wanted };
            return comparer.CompareAsync(action.Apply(parsed, rollback), cancellationToken);
        }
    }
}
