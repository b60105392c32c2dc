using Neutree.Core.Oci.Archives;

namespace Neutree.Core.Packages;

/// <summary>The <c>.sha256</c> file beside a package or a part of one: its sum and a name, as <c>sha256sum</c> writes them.</summary>
internal static class ChecksumBeside
{
    private const int MaxChecksumFile = 64 * 1024;
    private const int SumLength = 64;

    /// <summary>The files of a package that may have a checksum beside them.</summary>
    public static IReadOnlyList<string> Files(string path) =>
        path == "-" || Directory.Exists(path) ? [] : ArchiveParts.Find(path)?.Paths ?? [path];

    /// <summary>Why a file isn't what the checksum beside it says; null where it is, or there is none.</summary>
    public static async Task<string?> FindMismatchAsync(string file, CancellationToken cancellationToken)
    {
        if (ReadSum(file) is not { } expected || !File.Exists(file))
        {
            return null;
        }

        string actual = await FileHash.ComputeAsync(file, progress: null, cancellationToken).ConfigureAwait(false);
        return actual == expected ? null : $"its sha256 sum is {actual}, where {Path.GetFileName(file)}.sha256 says {expected}";
    }

    /// <summary>The first word of the <c>.sha256</c> file beside a file; null where there is none, or none of that form.</summary>
    public static string? ReadSum(string path)
    {
        FileInfo file = new(path + ".sha256");
        if (!file.Exists || file.Length > MaxChecksumFile)
        {
            return null;
        }

        string word = File.ReadAllText(file.FullName).Split([' ', '\t', '\r', '\n'], 2)[0];
        return word.Length == SumLength && word.All(char.IsAsciiHexDigit) ? word.ToLowerInvariant() : null;
    }
}
