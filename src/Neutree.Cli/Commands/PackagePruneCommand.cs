using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.Oci.Housekeeping;

namespace Neutree.Cli.Commands;

/// <summary><c>package prune</c>: clears out registries and folder registries; without <c>--force</c> it only lists.</summary>
internal static class PackagePruneCommand
{
    public static Command Create()
    {
        Option<string> registry = new("--registry") { Description = "Registry [scheme://]host[:port][/project] to clear out." };
        Option<string> data = new("--data") { Description = "Folder registry to clear out.", HelpName = "folder" };
        Option<string[]> repositories = new("--repository") { Description = "Only repositories of this name, with * and ?; repeat for more.", HelpName = "pattern" };
        Option<string[]> tags = new("--tag") { Description = "Only tags of this name, with * and ?; repeat for more.", HelpName = "pattern" };
        DurationOption olderThan = new("--older-than", TimeSpan.Zero) { Description = "Only images made longer ago, as 30d." };
        Option<int?> keep = new("--keep") { Description = "Keep so many of the newest in each repository.", HelpName = "n" };
        Option<bool> untagged = new("--untagged") { Description = "Manifests in the folder that no tag stands for." };
        Option<bool> unreferenced = new("--unreferenced") { Description = "Content of the folder that nothing needs." };
        DurationOption grace = new("--grace-period", new RegistryPruneOptions().GracePeriod) { Description = "Leave untagged and unreferenced content that is younger (1h)." };
        Option<bool> force = new("--force") { Description = "Remove; without it the command only lists." };
        Option<bool> dryRun = new("--dry-run", "--what-if") { Description = "Only list, whatever else is given." };
        CredentialOptions credential = new("registry-", "REGISTRY", "the registry");
        ConnectionOptions connection = new();
        Command command = new("prune", "List, and with --force remove, what a registry or folder registry needs no more.")
        {
            registry, data, repositories, tags, olderThan, keep, untagged, unreferenced, grace, force, dryRun,
        };
        credential.AddTo(command);
        connection.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            string? folder = InputPath.Resolve(parsed.GetValue(data));
            string? host = parsed.GetValue(registry);
            if (folder is null == string.IsNullOrEmpty(host))
            {
                throw new UsageException("package prune needs either --registry or --data");
            }

            if (parsed.GetValue(keep) < 0)
            {
                throw new UsageException("--keep is a whole number from 0 on");
            }

            bool approved = parsed.GetValue(force) && !parsed.GetValue(dryRun);
            RegistryPruneOptions options = new()
            {
                Registry = string.IsNullOrEmpty(host) ? null : host,
                Folder = folder,
                Repositories = parsed.GetValue(repositories) ?? [],
                Tags = parsed.GetValue(tags) ?? [],
                OlderThan = parsed.GetValue(olderThan) is { } age && age > TimeSpan.Zero ? age : null,
                Keep = parsed.GetValue(keep),
                Untagged = parsed.GetValue(untagged),
                Unreferenced = parsed.GetValue(unreferenced),
                GracePeriod = parsed.GetValue(grace),
                RegistryOptions = connection.Read(parsed, credential.Read(parsed)),
                Approve = _ => ValueTask.FromResult(approved),
            };
            CommandRun run = CommandRun.Start(parsed);
            int exitCode = await RemovedOutputs.WriteAsync(run, new RegistryPruner(options, run.Logger).PruneAsync(cancellationToken)).ConfigureAwait(false);
            if (!approved)
            {
                await Console.Error.WriteLineAsync("Nothing was removed: repeat the command with --force to do it.").ConfigureAwait(false);
            }

            return exitCode;
        });
        return command;
    }
}
