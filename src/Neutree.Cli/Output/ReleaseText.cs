using System.Globalization;
using System.Text;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Releases;

namespace Neutree.Cli.Output;

/// <summary>Releases for people, as helm shows them.</summary>
internal static class ReleaseText
{
    /// <summary>Go's <c>time.ANSIC</c>.</summary>
    private const string TimeFormat = "ddd MMM d HH:mm:ss yyyy";

    public static string[] ListHead { get; } = ["NAME", "NAMESPACE", "REVISION", "UPDATED", "STATUS", "CHART", "APP VERSION"];

    public static string[] HistoryHead { get; } = ["REVISION", "UPDATED", "STATUS", "CHART", "APP VERSION", "DESCRIPTION"];

    public static string[] ListRow(Release release) =>
    [
        release.Name,
        release.Namespace,
        Number(release.Revision),
        Time(release.Updated),
        release.Status,
        release.Chart,
        release.AppVersion,
    ];

    public static string[] HistoryRow(ReleaseRevision revision) =>
    [
        Number(revision.Revision),
        Time(revision.Updated),
        revision.Status,
        revision.Chart,
        revision.AppVersion,
        Shorten(revision.Description),
    ];

    public static string ListLine(Release release) => string.Join('\t', ListRow(release));

    public static string HistoryLine(ReleaseRevision revision) => string.Join('\t', HistoryRow(revision)[..^1].Append(revision.Description.ReplaceLineEndings(" ")));

    /// <summary>What <c>helm status</c> prints.</summary>
    public static string Status(Release release)
    {
        StringBuilder text = new();
        Line(text, "NAME", release.Name);
        Line(text, "LAST DEPLOYED", Time(release.Updated));
        Line(text, "NAMESPACE", release.Namespace);
        Line(text, "STATUS", release.Status);
        Line(text, "REVISION", Number(release.Revision));
        Line(text, "CHART", release.Chart);
        Line(text, "DESCRIPTION", release.Description);
        ReleaseHook[] tests = [.. release.Hooks.Where(static hook => hook.Events.Contains(HookEvents.Test))];
        if (tests.Length == 0)
        {
            Line(text, "TEST SUITE", "None");
        }

        foreach (ReleaseHook test in tests.Where(static test => test.StartedAt is not null))
        {
            text.Append("TEST SUITE:     ").AppendLine(test.Name);
            text.Append("Last Started:   ").AppendLine(Time(test.StartedAt));
            text.Append("Last Completed: ").AppendLine(Time(test.CompletedAt));
            text.Append("Phase:          ").AppendLine(test.Phase);
        }

        if (release.Notes.Length > 0)
        {
            text.Append("NOTES:\n").AppendLine(release.Notes.Trim());
        }

        return text.ToString();
    }

    public static string DryRun(Release release)
    {
        StringBuilder text = new(Status(release with { Notes = "" }));
        text.Append("HOOKS:\n").Append(Hooks(release)).Append("MANIFEST:\n").AppendLine(release.Manifest);
        return release.Notes.Length == 0 ? text.ToString() : text.Append("NOTES:\n").AppendLine(release.Notes.Trim()).ToString();
    }

    public static string Hooks(Release release) => string.Concat(release.Hooks.Select(static hook => $"---\n# Source: {hook.Path}\n{hook.Manifest}\n"));

    private static void Line(StringBuilder text, string name, string value) => text.Append(name).Append(": ").AppendLine(value);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset? time) => time?.ToLocalTime().ToString(TimeFormat, CultureInfo.InvariantCulture) ?? "";

    private static string Shorten(string text)
    {
        const int longest = 80;
        string line = text.ReplaceLineEndings(" ");
        return line.Length <= longest ? line : line[..(longest - 1)] + "…";
    }
}
