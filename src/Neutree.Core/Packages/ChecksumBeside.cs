using Neutree.Core.Oci.Archives;

namespace Neutree.Core.Packages;

/// <summary>The <see cref="ChecksumFile"/> beside a package, or beside each of its parts.</summary>
internal static class ChecksumBeside
{
    /// <summary>The files of a package that may have a checksum beside them.</summary>
    public static IReadOnlyList<string> Files(string path) =>
        path == "-" || Directory.Exists(path) ? [] : ArchiveParts.Find(path)?.Paths ?? [path];

    /// <summary>The sum that the file beside <paramref name="path"/> says; null where there is no such file.</summary>
    /// <exception cref="PackageException">It says no sum of that file.</exception>
    public static async ValueTask<string?> ReadSumAsync(string path, CancellationToken cancellationToken)
    {
        FileInfo beside = new(PackageFileNames.Checksum(path));
        if (!beside.Exists)
        {
            return null;
        }

        string content = beside.Length > ChecksumFile.MaxSize ? "" : await File.ReadAllTextAsync(beside.FullName, cancellationToken).ConfigureAwait(false);
        return ChecksumFile.Find(content, Path.GetFileName(path))
            ?? throw new PackageException("Package.InvalidChecksum", ErrorKind.InvalidData, $"{beside} has no sha256 sum of {Path.GetFileName(path)} in it")
            {
                Target = path,
                Recommendation = "If the package was renamed give it its name again; otherwise get the checksum file anew, or write it with sha256sum in the package's folder.",
            };
    }

    /// <summary>Says that a file isn't what the checksum beside it states.</summary>
    public static string Mismatch(string path, string stated, string actual) =>
        $"its sha256 sum is {actual}, where {PackageFileNames.Checksum(Path.GetFileName(path))} says {stated}";
}
