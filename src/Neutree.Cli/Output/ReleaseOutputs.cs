using Neutree.Cli.Options;
using Neutree.Core.Helm.Releases;

namespace Neutree.Cli.Output;

/// <summary>The output for a format and a kind of result about releases.</summary>
internal static class ReleaseOutputs
{
    public static IResultOutput<Release> ForList(OutputFormat format, TextWriter writer) => format switch
    {
        OutputFormat.Json => new JsonOutput<Release>(writer, ReleaseJson.WriteSummary),
        OutputFormat.Table => new TableOutput<Release>(writer, ReleaseText.ListHead, ReleaseText.ListRow),
        _ => new PlainOutput<Release>(writer, ReleaseText.ListLine),
    };

    public static IResultOutput<ReleaseRevision> ForHistory(OutputFormat format, TextWriter writer) => format switch
    {
        OutputFormat.Json => new JsonOutput<ReleaseRevision>(writer, ReleaseJson.Write),
        OutputFormat.Table => new TableOutput<ReleaseRevision>(writer, ReleaseText.HistoryHead, ReleaseText.HistoryRow),
        _ => new PlainOutput<ReleaseRevision>(writer, ReleaseText.HistoryLine),
    };

    public static IResultOutput<ReleaseDifference> ForDifferences(OutputFormat format, TextWriter writer) => format switch
    {
        OutputFormat.Json => new JsonOutput<ReleaseDifference>(writer, ReleaseJson.Write),
        _ => new PlainOutput<ReleaseDifference>(writer, DifferenceText.Of),
    };

    /// <summary>A release as it is after a command, or as it would be.</summary>
    public static IResultOutput<Release> ForOne(OutputFormat format, TextWriter writer, ReleaseDryRun dryRun) => format switch
    {
        OutputFormat.Json => new JsonOutput<Release>(writer, ReleaseJson.Write),
        _ => new PlainOutput<Release>(writer, release => (dryRun == ReleaseDryRun.None ? ReleaseText.Status(release) : ReleaseText.DryRun(release)).TrimEnd()),
    };
}
