using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Cli.Progress;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Kubernetes;

namespace Neutree.Cli.Commands.Releases;

/// <summary><c>release uninstall NAME</c>.</summary>
internal static class ReleaseUninstallCommand
{
    public static Command Create()
    {
        ClusterOptionGroup cluster = new();
        ReleaseActionOptionGroup action = new();
        Argument<string> name = ReleaseCommand.NameArgument();
        Option<bool> keepHistory = new("--keep-history") { Description = "Keep the records, marked as uninstalled." };
        Option<bool> ignoreNotFound = new("--ignore-not-found") { Description = "A release that isn't there is no error." };
        Option<DeletionPropagation> cascade = new ChoiceOption<DeletionPropagation>("--cascade") { Description = "What becomes of objects that deleted ones own." };
        Command command = ReleaseCommand.Create("uninstall", "Delete a release and its objects.", cluster, UninstallAsync);
        command.Add(name);
        command.Add(keepHistory);
        command.Add(ignoreNotFound);
        command.Add(cascade);
        action.AddTo(command);
        return command;

        async Task<int> UninstallAsync(ParseResult parsed, CommandRun run, KubernetesClient client, CancellationToken cancellationToken)
        {
            ReleaseUninstallOptions options = action.Apply(parsed, new ReleaseUninstallOptions
            {
                Name = ReleaseCommand.Name(parsed, name),
                Namespace = cluster.Namespace(parsed),
                KeepHistory = parsed.GetValue(keepHistory),
                IgnoreNotFound = parsed.GetValue(ignoreNotFound),
                Propagation = parsed.GetValue(cascade),
            });
            ReleaseDisplay display = ReleaseDisplay.ForStandardError();
            ReleaseUninstaller uninstaller = new(client, options, run.Logger) { Logs = display, Readiness = display, Notes = display };
            if (await uninstaller.RunAsync(cancellationToken).ConfigureAwait(false) is not { } result)
            {
                return 0;
            }

            if (run.Format == OutputFormat.Json)
            {
                using JsonOutput<ReleaseUninstallResult> output = new(run.Out, ReleaseJson.Write);
                output.Write(result);
            }
            else
            {
                await run.Out.WriteAsync(Describe(result, options.DryRun)).ConfigureAwait(false);
            }

            return 0;
        }
    }

    private static string Describe(ReleaseUninstallResult result, ReleaseDryRun dryRun)
    {
        string kept = result.Kept.Count == 0 ? "" : $"These objects stay because their resource policy says so:\n{string.Concat(result.Kept.Select(static item => $"  {item}\n"))}";
        return dryRun == ReleaseDryRun.None
            ? $"{kept}release \"{result.Release.Name}\" uninstalled\n"
            : $"{kept}These objects would be deleted:\n{string.Concat(result.Deleted.Select(static item => $"  {item}\n"))}";
    }
}
