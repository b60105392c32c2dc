using System.CommandLine;
using System.Globalization;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Cli.Progress;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Kubernetes;

namespace Neutree.Cli.Commands.Releases;

/// <summary><c>release rollback NAME [REVISION]</c>.</summary>
internal static class ReleaseRollbackCommand
{
    public static Command Create()
    {
        ClusterOptionGroup cluster = new();
        ReleaseActionOptionGroup action = new();
        Argument<string> name = ReleaseCommand.NameArgument();
        Argument<string> revision = new("revision") { Description = "The revision to bring back (the one before the last).", Arity = ArgumentArity.ZeroOrOne };
        Option<bool> forceConflicts = new("--force-conflicts") { Description = "Take over fields that other field managers own." };
        Option<bool> cleanup = new("--cleanup-on-fail") { Description = "Delete what a rollback that failed has made anew." };
        Command command = ReleaseCommand.Create("rollback", "Bring back an earlier revision of a release.", cluster, RollBackAsync);
        command.Add(name);
        command.Add(revision);
        command.Add(forceConflicts);
        command.Add(cleanup);
        action.AddTo(command);
        return command;

        async Task<int> RollBackAsync(ParseResult parsed, CommandRun run, KubernetesClient client, CancellationToken cancellationToken)
        {
            ReleaseRollbackOptions options = action.Apply(parsed, new ReleaseRollbackOptions
            {
                Name = ReleaseCommand.Name(parsed, name),
                Namespace = cluster.Namespace(parsed),
                Revision = Revision(parsed.GetValue(revision)),
                ForceConflicts = parsed.GetValue(forceConflicts),
                CleanupOnFail = parsed.GetValue(cleanup),
            });
            ReleaseDisplay display = ReleaseDisplay.ForStandardError();
            ReleaseRollback rollback = new(client, options, run.Logger) { Logs = display, Readiness = display, Notes = display };
            using IResultOutput<Release> output = ReleaseOutputs.ForOne(run.Format, run.Out, options.DryRun);
            output.Write(await rollback.RunAsync(cancellationToken).ConfigureAwait(false));
            return 0;
        }
    }

    private static int Revision(string? text) => string.IsNullOrEmpty(text) ? 0
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
        : throw new UsageException($"could not convert revision to a number: {text}");
}
