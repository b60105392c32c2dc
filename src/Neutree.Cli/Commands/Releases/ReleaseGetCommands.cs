using System.CommandLine;
using Neutree.Cli.Options;
using Neutree.Cli.Output;
using Neutree.Core.Go;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Kubernetes;
using Neutree.Core.Yaml;

namespace Neutree.Cli.Commands.Releases;

/// <summary><c>release status|values|manifest|notes|hooks NAME</c>: what one revision of a release holds.</summary>
internal static class ReleaseGetCommands
{
    public static IReadOnlyList<Command> Create() =>
    [
        CreateText("manifest", "Print a release's objects.", static release => release.Manifest),
        CreateText("notes", "Print a release's notes.", static release => release.Notes),
        CreateText("hooks", "Print a release's hooks.", ReleaseText.Hooks),
        CreateStatus(),
        CreateValues(),
    ];

    private static Command CreateStatus() => Create("status", "Show how a release is.", async (run, find, cancellationToken) =>
    {
        using IResultOutput<Release> output = ReleaseOutputs.ForOne(run.Format, run.Out, ReleaseDryRun.None);
        output.Write(await find(cancellationToken).ConfigureAwait(false));
    });

    private static Command CreateText(string name, string description, Func<Release, string> text) => Create(name, description, async (run, find, cancellationToken) =>
    {
        Release release = await find(cancellationToken).ConfigureAwait(false);
        if (run.Format == OutputFormat.Json)
        {
            using JsonOutput<Release> output = new(run.Out, ReleaseJson.Write);
            output.Write(release);
        }
        else
        {
            await run.Out.WriteAsync(text(release)).ConfigureAwait(false);
        }
    });

    private static Command CreateValues()
    {
        ClusterOptionGroup cluster = new();
        Argument<string> name = ReleaseCommand.NameArgument();
        Option<int?> revision = RevisionOption();
        Option<bool> all = new("--all", "-a") { Description = "With the chart's defaults." };
        Command command = ReleaseCommand.Create("values", "Print a release's values.", cluster, async (parsed, run, client, cancellationToken) =>
        {
            GoMap values = await new ReleaseReader(client, run.Logger)
                .GetValuesAsync(ReleaseCommand.Name(parsed, name), cluster.Namespace(parsed), parsed.GetValue(revision), parsed.GetValue(all), cancellationToken)
                .ConfigureAwait(false);
            GoString text = run.Format == OutputFormat.Json ? GoJson.EncodeIndent(values, GoString.Empty, "  ") : YamlWriter.Write(values);
            await run.Out.WriteLineAsync(text.ToString().TrimEnd('\n')).ConfigureAwait(false);
            return 0;
        });
        command.Add(name);
        command.Add(revision);
        command.Add(all);
        return command;
    }

    private static Command Create(string name, string description, Func<CommandRun, Func<CancellationToken, Task<Release>>, CancellationToken, Task> show)
    {
        ClusterOptionGroup cluster = new();
        Argument<string> release = ReleaseCommand.NameArgument();
        Option<int?> revision = RevisionOption();
        Command command = ReleaseCommand.Create(name, description, cluster, async (parsed, run, client, cancellationToken) =>
        {
            await show(run, Find(parsed, run, client), cancellationToken).ConfigureAwait(false);
            return 0;
        });
        command.Add(release);
        command.Add(revision);
        return command;

        Func<CancellationToken, Task<Release>> Find(ParseResult parsed, CommandRun run, KubernetesClient client) =>
            token => new ReleaseReader(client, run.Logger)
                .GetAsync(ReleaseCommand.Name(parsed, release), cluster.Namespace(parsed), parsed.GetValue(revision), token);
    }

    private static Option<int?> RevisionOption() => new("--revision") { Description = "The revision (the last).", HelpName = "n" };
}
