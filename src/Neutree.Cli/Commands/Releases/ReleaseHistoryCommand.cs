using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.Helm.Releases;

namespace Neutree.Cli.Commands.Releases;

/// <summary><c>release history NAME</c>: one line a revision, its number first.</summary>
internal static class ReleaseHistoryCommand
{
    public static Command Create()
    {
        ClusterOptionGroup cluster = new();
        Argument<string> name = ReleaseCommand.NameArgument();
        Command command = ReleaseCommand.Create("history", "List a release's revisions.", cluster, async (parsed, run, client, cancellationToken) =>
        {
            IAsyncEnumerable<ReleaseRevision> history =
                new ReleaseReader(client, run.Logger).GetHistoryAsync(ReleaseCommand.Name(parsed, name), cluster.Namespace(parsed), cancellationToken);
            using IResultOutput<ReleaseRevision> output = ReleaseOutputs.ForHistory(run.Format, run.Out);
            await foreach (ReleaseRevision revision in history.ConfigureAwait(false))
            {
                output.Write(revision);
            }

            return 0;
        });
        command.Aliases.Add("hist");
        command.Add(name);
        return command;
    }
}
