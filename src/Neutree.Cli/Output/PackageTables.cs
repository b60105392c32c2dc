using System.Text;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Checks;
using Neutree.Core.Packages.Inspection;

namespace Neutree.Cli.Output;

/// <summary>Rows and lines about packages, for people.</summary>
internal static class PackageTables
{
    private const int ShortDigest = 19;

    public static string[] FindingHead { get; } = ["SEVERITY", "ID", "ENTRY", "MESSAGE"];

    public static string[] DifferenceHead { get; } = ["CHANGE", "KIND", "NAME", "OLD", "NEW", "SIZE", "TO SHIP"];

    public static string[] FileHead { get; } = ["FILE", "SIZE", "CHECKED"];

    public static string[] FindingRow(PackageFinding finding) => [Word(finding.Severity), finding.Id, finding.Entry, finding.Message];

    public static string FindingLine(PackageFinding finding) =>
        $"{Word(finding.Severity)}: {Path.GetFileName(finding.Path)}{(finding.Entry.Length > 0 ? ": " + finding.Entry : "")}: {finding.Message}";

    public static string[] DifferenceRow(PackageDifference difference) =>
    [
        Word(difference.Change),
        Word(difference.Kind),
        difference.Name,
        Shorten(difference.OldDigest),
        Shorten(difference.NewDigest),
        ByteSize.Format(difference.Size),
        ByteSize.Format(difference.BytesToShip),
    ];

    public static string DifferenceLine(PackageDifference difference) => string.Join(
        '\t', Word(difference.Change), Word(difference.Kind), difference.Name, difference.OldDigest ?? "-", difference.NewDigest ?? "-", $"{difference.Size}", $"{difference.BytesToShip}");

    public static string[] FileRow(ExpandedFile file) => [file.Path, ByteSize.Format(file.Size), file.IsChecked ? "yes" : "no"];

    public static string Describe(PackageInformation package)
    {
        StringBuilder text = new();
        Field(text, "Package", package.Path);
        Field(text, "Version", package.Version);
        Field(text, "Created", package.CreatedAt);
        Field(text, "Size", $"{ByteSize.Format(package.Size)}{(package.PartCount > 1 ? $" in {package.PartCount} parts" : "")}, blobs {ByteSize.Format(package.BlobBytes)}");
        Field(text, "Signed", package.IsSigned ? "yes (not verified)" : "no");
        Field(text, "Checksums", package.HasChecksums ? "yes" : "no");
        Field(text, "Delta of", package.DeltaBase is { } known ? $"{known} ({package.AbsentBlobCount} blobs left out)" : "");
        Field(text, "Engines", string.Join(", ", package.Engines));
        text.Append("Images:\n");
        foreach (PackageImageInformation image in package.Images)
        {
            text.Append($"  {image.Name}\t{image.Platforms ?? "-"}\t{image.Digest ?? "-"}\t{ByteSize.Format(image.Size)}");
            text.Append(image.ReferrerCount > 0 ? $"\t{image.ReferrerCount} referrers" : "").Append(image.Problem is { } problem ? $"\t{problem}" : "").Append('\n');
        }

        text.Append("Files:\n");
        foreach (PackageFileInformation file in package.Files)
        {
            text.Append($"  {file.Name}\t{ByteSize.Format(file.Size)}\n");
        }

        return text.ToString().TrimEnd('\n');
    }

    private static void Field(StringBuilder text, string name, string value)
    {
        if (value.Length > 0)
        {
            text.Append($"{name + ":",-11}{value}\n");
        }
    }

    private static string Word<T>(T value) => $"{value}".ToLowerInvariant();

    private static string Shorten(string? digest) => digest is null ? "" : digest[..Math.Min(digest.Length, ShortDigest)];
}
