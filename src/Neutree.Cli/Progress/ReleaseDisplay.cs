using Neutree.Core.Helm.Releases;
using Neutree.Core.Kubernetes;
using Neutree.Core.Kubernetes.Readiness;

namespace Neutree.Cli.Progress;

/// <summary>
/// What happens to a release, on standard error: what hooks write, warnings, and how far the objects are that are waited for: on a terminal a
/// table that is drawn over itself, elsewhere a line for each change.
/// </summary>
internal sealed class ReleaseDisplay(TextWriter writer, bool isTerminal)
    : IProgress<PodLogLine>, IProgress<ReadinessStatus>, IProgress<ReadinessNote>
{
    private const string Gap = "  ";
    private const int LongestMessage = 60;

    private readonly Lock _gate = new();
    private readonly List<ReadinessStatus> _rows = [];
    private int _drawn;

    public static ReleaseDisplay ForStandardError() =>
        new(Console.Error, !Console.IsErrorRedirected && Environment.GetEnvironmentVariable("TERM") != "dumb");

    public void Report(PodLogLine value) => Say($"[{value.Pod}/{value.Container}] {value.Text}");

    public void Report(ReadinessNote value) => Say(value.ToString());

    public void Report(ReadinessStatus value)
    {
        if (!isTerminal)
        {
            Say($"{value.Object}: {Word(value.State)}{(value.Ready.Length == 0 ? "" : $" {value.Ready}")}{(value.Message.Length == 0 ? "" : $" ({value.Message})")}");
            return;
        }

        lock (_gate)
        {
            int place = _rows.FindIndex(row => row.Object == value.Object);
            if (place < 0)
            {
                _rows.Add(value);
            }
            else
            {
                _rows[place] = value;
            }

            Erase();
            Draw();
        }
    }

    private static string Word(ReadinessState state) => state switch
    {
        ReadinessState.Missing => "missing",
        ReadinessState.Ready => "ready",
        ReadinessState.Failed => "failed",
        ReadinessState.Terminating => "terminating",
        _ => "in progress",
    };

    private static string Age(DateTimeOffset? since) => since is not { } made ? "" : (DateTimeOffset.UtcNow - made) switch
    {
        { TotalMinutes: < 2 } age => $"{Math.Max(0, (int)age.TotalSeconds)}s",
        { TotalHours: < 2 } age => $"{(int)age.TotalMinutes}m",
        { TotalDays: < 2 } age => $"{(int)age.TotalHours}h",
        var age => $"{(int)age.TotalDays}d",
    };

    private static string Place(ObjectReference item) => item.Namespace is null ? item.Name : $"{item.Namespace}/{item.Name}";

    private static string Shorten(string text) => text.Length <= LongestMessage ? text : text[..(LongestMessage - 1)] + "…";

    private void Say(string line)
    {
        lock (_gate)
        {
            Erase();
            writer.WriteLine(line);
            Draw();
        }
    }

    private void Erase()
    {
        if (_drawn > 0)
        {
            writer.Write($"\e[{_drawn}A\e[J");
            _drawn = 0;
        }
    }

    private void Draw()
    {
        if (_rows.Count == 0)
        {
            return;
        }

        string[][] lines =
        [
            ["KIND", "NAME", "STATE", "READY", "AGE", "MESSAGE"],
            .. _rows.Select(static row => (string[])[row.Object.Kind, Place(row.Object), Word(row.State), row.Ready, Age(row.CreatedAt), row.State == ReadinessState.Ready ? "" : Shorten(row.Message)]),
        ];
        int[] widths = [.. lines[0].Select((_, column) => lines.Max(line => line[column].Length))];
        foreach (string[] line in lines)
        {
            writer.WriteLine(string.Join(Gap, line.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
        }

        writer.Flush();
        _drawn = lines.Length;
    }
}
