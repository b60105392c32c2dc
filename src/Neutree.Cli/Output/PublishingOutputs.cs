using Neutree.Cli.Options;
using Neutree.Core.Packages.Publishing;
using Neutree.Core.Packages.Receiving;
using Neutree.Core.Packages.Releasing;

namespace Neutree.Cli.Output;

/// <summary>The output for packages that were published or fetched.</summary>
internal static class PublishingOutputs
{
    public static IResultOutput<PublishedPackage> ForPublished(OutputFormat format, TextWriter writer) => format switch
    {
        OutputFormat.Json => new JsonOutput<PublishedPackage>(writer, PublishingJson.Write),
        OutputFormat.Table => new TableOutput<PublishedPackage>(writer, PublishingTables.PublishedHead, PublishingTables.PublishedRow),
        _ => new PlainOutput<PublishedPackage>(writer, PublishingTables.PublishedLines),
    };

    public static IResultOutput<ReleasedPackage> ForReleased(OutputFormat format, TextWriter writer) => format switch
    {
        OutputFormat.Json => new JsonOutput<ReleasedPackage>(writer, PublishingJson.Write),
        OutputFormat.Table => new TableOutput<ReleasedPackage>(writer, PublishingTables.ReleasedHead, PublishingTables.ReleasedRow),
        _ => new PlainOutput<ReleasedPackage>(writer, PublishingTables.ReleasedLines),
    };

    public static IResultOutput<ReceivedPackage> ForReceived(OutputFormat format, TextWriter writer) => format switch
    {
        OutputFormat.Json => new JsonOutput<ReceivedPackage>(writer, PublishingJson.Write),
        OutputFormat.Table => new TableOutput<ReceivedPackage>(writer, PublishingTables.ReceivedHead, PublishingTables.ReceivedRow),
        _ => new PlainOutput<ReceivedPackage>(writer, PublishingTables.ReceivedLine),
    };
}
