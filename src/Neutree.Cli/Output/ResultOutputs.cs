using Neutree.Cli.Options;
using Neutree.Core.ControlPlane;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Cli.Output;

/// <summary>The output for a format and a kind of result.</summary>
internal static class ResultOutputs
{
    public static IResultOutput<ImageTransferResult> ForTransfers(OutputFormat format, TextWriter writer) => format switch
    {
        OutputFormat.Json => new JsonOutput<ImageTransferResult>(writer, ResultJson.Write),
        OutputFormat.Table => new TableOutput<ImageTransferResult>(writer, ResultTables.TransferHead, ResultTables.TransferRow),
        _ => new PlainOutput<ImageTransferResult>(writer, ResultTables.TransferLine),
    };

    public static IResultOutput<ImageListing> ForListings(OutputFormat format, TextWriter writer) => format switch
    {
        OutputFormat.Json => new JsonOutput<ImageListing>(writer, ResultJson.Write),
        OutputFormat.Table => new TableOutput<ImageListing>(writer, ResultTables.ListingHead, ResultTables.ListingRow),
        _ => new PlainOutput<ImageListing>(writer, ResultTables.ListingLine),
    };

    public static IResultOutput<ControlPlaneService> ForServices(OutputFormat format, TextWriter writer) => format switch
    {
        OutputFormat.Json => new JsonOutput<ControlPlaneService>(writer, ServiceText.Write),
        OutputFormat.Table => new TableOutput<ControlPlaneService>(writer, ServiceText.Head, ServiceText.Row),
        _ => new PlainOutput<ControlPlaneService>(writer, ServiceText.Line),
    };
}
