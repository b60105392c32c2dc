namespace Neutree.Cli.Options;

/// <summary>
/// helm's flags whose value may be left out: it must stand behind a <c>=</c>, so that in <c>--wait web ./chart</c> it is missing. The
/// parser would take the next word, so the value is put there before it looks.
/// </summary>
internal static class BareFlags
{
    private static readonly Dictionary<string, (string Value, string[] Commands)> Flags = new()
    {
        ["--wait"] = ("watcher", ["release", "launch"]),
        ["--dry-run"] = ("client", ["release"]),
    };

    public static IReadOnlyList<string> Complete(IReadOnlyList<string> args) => args.Count == 0 ? args :
    [
        .. args.Select(arg => Flags.TryGetValue(arg, out (string Value, string[] Commands) flag) && flag.Commands.Contains(args[0]) ? $"{arg}={flag.Value}" : arg),
    ];
}
