using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Core.Kubernetes;

namespace Neutree.Cli.Commands.Releases;

/// <summary>A command about releases in a cluster.</summary>
internal static class ReleaseCommand
{
    /// <summary>The argument with the release's name.</summary>
    public static Argument<string> NameArgument() => new("name") { Description = "Name of the release.", Arity = ArgumentArity.ZeroOrOne };

    /// <summary>What <see cref="NameArgument"/> holds.</summary>
    public static string Name(ParseResult parsed, Argument<string> argument) => parsed.GetValue(argument) is { Length: > 0 } name
        ? name
        : throw new UsageException($"\"neutree-cli release {parsed.CommandResult.Command.Name}\" requires 1 argument, the release's name");

    /// <summary>Makes a command that speaks to a cluster.</summary>
    public static Command Create(
        string name,
        string description,
        ClusterOptionGroup cluster,
        Func<ParseResult, CommandRun, KubernetesClient, CancellationToken, Task<int>> action)
    {
        Command command = new(name, description);
        cluster.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            CommandRun run = CommandRun.Start(parsed);
            using KubernetesClient client = await cluster.ConnectAsync(parsed, run.Logger, cancellationToken).ConfigureAwait(false);
            int code = await action(parsed, run, client, cancellationToken).ConfigureAwait(false);
            await run.Out.FlushAsync(cancellationToken).ConfigureAwait(false);
            return code;
        });
        return command;
    }
}
