using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Cli.Progress;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Kubernetes;

namespace Neutree.Cli.Commands.Releases;

/// <summary><c>release test NAME</c>.</summary>
internal static class ReleaseTestCommand
{
    public static Command Create()
    {
        ClusterOptionGroup cluster = new();
        Argument<string> name = ReleaseCommand.NameArgument();
        DurationOption timeout = new("--timeout", TimeSpan.FromMinutes(5)) { Description = "How long one test may take." };
        Option<string[]> filter = new("--filter") { Description = "Tests by attribute: name=NAME only that one, !name=NAME all but that one; repeat for more.", HelpName = "attribute" };
        Option<bool> logs = new("--logs") { Description = "Print what the tests' pods wrote." };
        Option<bool> allowOldServer = new("--allow-old-server") { Description = "Go on with Kubernetes before 1.25, which isn't supported." };
        Command command = ReleaseCommand.Create("test", "Run a release's tests.", cluster, TestAsync);
        command.Add(name);
        command.Add(timeout);
        command.Add(filter);
        command.Add(logs);
        command.Add(allowOldServer);
        return command;

        async Task<int> TestAsync(ParseResult parsed, CommandRun run, KubernetesClient client, CancellationToken cancellationToken)
        {
            IReadOnlyList<string> filters = CommaList.Split(parsed.GetValue(filter), filter.Name);
            ReleaseTestOptions options = new()
            {
                Name = ReleaseCommand.Name(parsed, name),
                Namespace = cluster.Namespace(parsed),
                Timeout = parsed.GetValue(timeout),
                Only = Named(filters, "name="),
                Except = Named(filters, "!name="),
                ShowLogs = parsed.GetValue(logs),
                AllowOldServer = parsed.GetValue(allowOldServer),
            };
            ReleaseDisplay display = ReleaseDisplay.ForStandardError();
            ReleaseTester tester = new(client, options, run.Logger) { Logs = display, Readiness = display, Notes = display };
            using IResultOutput<Release> output = ReleaseOutputs.ForOne(run.Format, run.Out, ReleaseDryRun.None);
            output.Write(await tester.RunAsync(cancellationToken).ConfigureAwait(false));
            return 0;
        }
    }

    private static IReadOnlyList<string> Named(IReadOnlyList<string> filters, string attribute) =>
        [.. filters.Where(filter => filter.StartsWith(attribute, StringComparison.Ordinal)).Select(filter => filter[attribute.Length..])];
}
