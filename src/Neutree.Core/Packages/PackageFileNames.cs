using System.Globalization;
using System.Text.RegularExpressions;
using Neutree.Core.Oci.Archives;

namespace Neutree.Core.Packages;

/// <summary>How the files of a package are called: <c>x.tar.gz</c>, its parts <c>x.tar.gz.part001</c>, checksums, and <c>x-manifest.yaml</c>.</summary>
internal static partial class PackageFileNames
{
    public const string ChecksumEnding = ".sha256";
    private const string ManifestEnding = "-manifest.yaml";
    private static readonly string[] ArchiveEndings = [".tar.gz", ".tgz", ".tar"];

    public static string Checksum(string name) => name + ChecksumEnding;

    /// <summary>The standalone manifest of an archive or of its parts.</summary>
    public static string Manifest(string name)
    {
        string archive = Archive(name);
        string? ending = ArchiveEndings.FirstOrDefault(ending => archive.EndsWith(ending, StringComparison.OrdinalIgnoreCase));
        return archive[..^(ending?.Length ?? 0)] + ManifestEnding;
    }

    /// <summary>The archive's name, also where a part's is given.</summary>
    public static string Archive(string name) => Part().Match(name) is { Success: true } part ? name[..part.Index] : name;

    /// <summary>The number of a part; null where the name is no part's.</summary>
    public static int? PartNumber(string name) =>
        Part().Match(name) is { Success: true } part ? int.Parse(part.Groups[1].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    public static string PartName(string archive, int number) => ArchiveParts.PartName(archive, number);

    public static PackageFileKind KindOf(string name) =>
        name.EndsWith(ChecksumEnding, StringComparison.OrdinalIgnoreCase) ? PackageFileKind.Checksum
        : name.EndsWith(ManifestEnding, StringComparison.OrdinalIgnoreCase) ? PackageFileKind.Manifest
        : PartNumber(name) is not null ? PackageFileKind.Part
        : PackageFileKind.Archive;

    [GeneratedRegex(@"\.part([0-9]{3,6})$", RegexOptions.CultureInvariant)]
    private static partial Regex Part();
}
