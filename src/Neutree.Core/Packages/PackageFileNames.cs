using Neutree.Core.Oci.Archives;

namespace Neutree.Core.Packages;

/// <summary>How the files of a package are called: <c>x.tar.gz</c>, its parts <c>x.tar.gz.part001</c>, checksums, and <c>x-manifest.yaml</c>.</summary>
internal static class PackageFileNames
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
    public static string Archive(string name) => ArchiveParts.TryParse(name, out string archive, out _) ? archive : name;

    /// <summary>The number of a part; null where the name is no part's.</summary>
    public static int? PartNumber(string name) => ArchiveParts.TryParse(name, out _, out int number) ? number : null;

    public static PackageFileKind KindOf(string name) =>
        name.EndsWith(ChecksumEnding, StringComparison.OrdinalIgnoreCase) ? PackageFileKind.Checksum
        : name.EndsWith(ManifestEnding, StringComparison.OrdinalIgnoreCase) ? PackageFileKind.Manifest
        : PartNumber(name) is not null ? PackageFileKind.Part
        : PackageFileKind.Archive;
}
