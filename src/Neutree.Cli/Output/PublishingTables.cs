using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Publishing;
using Neutree.Core.Packages.Receiving;
using Neutree.Core.Packages.Releasing;

namespace Neutree.Cli.Output;

/// <summary>Rows and lines about packages that were published or fetched.</summary>
internal static class PublishingTables
{
    public static string[] PublishedHead { get; } = ["URI", "SIZE", "SENT", "VERIFIED BY", "TIME", "STATUS"];

    public static string[] ReceivedHead { get; } = ["PATH", "SIZE", "RECEIVED", "VERIFIED", "TIME", "STATUS"];

    public static string[] ReleasedHead { get; } = ["PACKAGE", "IMAGES", "SIZE", "PUBLISHED AS"];

    public static string[] ReleasedRow(ReleasedPackage released) =>
    [
        released.Package.Path,
        $"{released.Package.Images.Count}",
        ByteSize.Format(released.Package.Size),
        released.Published?.Uri.OriginalString ?? "",
    ];

    public static string ReleasedLines(ReleasedPackage released)
    {
        string built = $"{(released.Package.IsPlanned ? "planned" : "built")}: {released.Package.Path} ({released.Package.Images.Count} images, {ByteSize.Format(released.Package.Size)})";
        return released.Published is { } published ? $"{built}\n{PublishedLines(published)}" : built;
    }

    public static string[] PublishedRow(PublishedPackage package) =>
    [
        package.Uri.OriginalString,
        ByteSize.Format(package.Size),
        ByteSize.Format(package.BytesSent),
        VerificationWord(package.Verification),
        Seconds(package.Duration),
        StatusWord(package.Status),
    ];

    public static string[] ReceivedRow(ReceivedPackage package) =>
    [
        package.Path,
        ByteSize.Format(package.Size),
        ByteSize.Format(package.BytesReceived),
        package.IsVerified ? "yes" : "no",
        Seconds(package.Duration),
        StatusWord(package.Status),
    ];

    /// <summary>What became of it, and the addresses for those who fetch it.</summary>
    public static string PublishedLines(PublishedPackage package)
    {
        string head = $"{StatusWord(package.Status)}: {package.Path} -> {package.Uri.OriginalString}";
        return package.Status == PublishStatus.Planned
            ? head
            : string.Join(
                '\n',
                [
                    $"{head} (sent {ByteSize.Format(package.BytesSent)}, verified by {VerificationWord(package.Verification)}, {Seconds(package.Duration)})",
                    .. Named("package_url", package.Files[0].Uri),
                    .. Named("manifest_url", package.ManifestUri),
                    .. Named("checksum_url", package.ChecksumUri),
                ]);
    }

    public static string ReceivedLine(ReceivedPackage package)
    {
        string head = $"{StatusWord(package.Status)}: {package.Uri.OriginalString} -> {package.Path}";
        return package.Status == ReceiveStatus.Planned
            ? head
            : $"{head} (received {ByteSize.Format(package.BytesReceived)}, {(package.IsVerified ? "verified" : "not verified")}, {Seconds(package.Duration)})";
    }

    private static string[] Named(string name, Uri? uri) => uri is null ? [] : [$"{name}: {uri.OriginalString}"];

    private static string VerificationWord(PublishVerification verification) => verification switch
    {
        PublishVerification.None => "nothing",
        PublishVerification.Size => "size",
        PublishVerification.Checksum => "the server's checksum",
        _ => "content",
    };

    private static string StatusWord(PublishStatus status) => status switch
    {
        PublishStatus.Published => "published",
        PublishStatus.AlreadyPublished => "already published",
        _ => "planned",
    };

    private static string StatusWord(ReceiveStatus status) => status switch
    {
        ReceiveStatus.Received => "received",
        ReceiveStatus.AlreadyPresent => "already present",
        _ => "planned",
    };

    private static string Seconds(TimeSpan time) => $"{time.TotalSeconds:0.0} s";
}
