using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.Helm.Releases;

namespace Neutree.Cli.Commands.Releases;

/// <summary><c>release list</c>: what <c>helm list --all</c> lists.</summary>
internal static class ReleaseListCommand
{
    public static Command Create()
    {
        ClusterOptionGroup cluster = new();
        Option<bool> allNamespaces = new("--all-namespaces", "-A") { Description = "Releases of all namespaces." };
        Option<string> filter = new("--filter", "-f") { Description = "Only releases whose names match, with * and ?.", HelpName = "pattern" };
        Option<string[]> statuses = new("--status") { Description = "Only releases in this state, as deployed or failed; repeat for more.", HelpName = "state" };
        Command command = ReleaseCommand.Create("list", "List releases.", cluster, async (parsed, run, client, cancellationToken) =>
        {
            ReleaseQuery query = new()
            {
                Namespace = cluster.Namespace(parsed),
                AllNamespaces = parsed.GetValue(allNamespaces),
                Name = parsed.GetValue(filter),
                Statuses = CommaList.Split(parsed.GetValue(statuses), statuses.Name),
            };
            using IResultOutput<Release> output = ReleaseOutputs.ForList(run.Format, run.Out);
            await foreach (Release release in new ReleaseReader(client, run.Logger).ListAsync(query, cancellationToken).ConfigureAwait(false))
            {
                output.Write(release);
            }

            return 0;
        });
        command.Aliases.Add("ls");
        command.Add(allNamespaces);
        command.Add(filter);
        command.Add(statuses);
        return command;
    }
}
