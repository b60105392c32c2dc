using Neutree.Core.Oci.Transfer;

namespace Neutree.Cli.Output;

/// <summary>Rows and lines for people.</summary>
internal static class ResultTables
{
    public static string[] TransferHead { get; } = ["TARGET", "PLATFORM", "DIGEST", "SENT", "SKIPPED", "TIME", "STATUS"];

    public static string[] ListingHead { get; } = ["REFERENCE", "PLATFORM", "DIGEST", "SIZE", "LAYERS", "CREATED"];

    public static string[] TransferRow(ImageTransferResult result) =>
    [
        result.Target ?? result.Source,
        result.Platform ?? "",
        result.Digest?.ToShortString() ?? "",
        ByteSize.Format(result.BytesSent),
        ByteSize.Format(result.BytesSkipped),
        Seconds(result.Duration),
        StatusWord(result.Status),
    ];

    public static string TransferLine(ImageTransferResult result)
    {
        string head = $"{StatusWord(result.Status)}: {result.Source}";
        string target = result.Target is null ? head : $"{head} -> {result.Target}";
        string pinned = result.Digest is { } digest ? $"{target}@{digest}" : target;
        return result.Status is TransferStatus.Copied or TransferStatus.AlreadyPresent
            ? $"{pinned} ({(result.Platform is { } platform ? platform + ", " : "")}sent {ByteSize.Format(result.BytesSent)}, skipped {ByteSize.Format(result.BytesSkipped)}, {Seconds(result.Duration)})"
            : pinned;
    }

    public static string[] ListingRow(ImageListing image) =>
    [
        image.Reference ?? "<none>",
        image.Platform?.ToString() ?? "",
        image.Digest.ToShortString(),
        ByteSize.Format(image.Size),
        $"{image.Layers.Count}",
        image.Created?.UtcDateTime.ToString("yyyy-MM-dd HH:mm") ?? "",
    ];

    public static string ListingLine(ImageListing image) =>
        string.Join('\t', image.Reference ?? "<none>", image.Platform?.ToString() ?? "-", image.Digest.ToString(), $"{image.Size}", $"{image.Layers.Count}");

    public static string StatusWord(TransferStatus status) => status switch
    {
        TransferStatus.Copied => "copied",
        TransferStatus.AlreadyPresent => "already present",
        TransferStatus.Failed => "failed",
        TransferStatus.Planned => "planned",
        _ => status.ToString(),
    };

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.0} s";
}
