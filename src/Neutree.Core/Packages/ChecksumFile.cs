using Neutree.Core.Oci;

namespace Neutree.Core.Packages;

/// <summary>A <c>.sha256</c> file as <c>sha256sum</c> writes and checks it: the sum, two blanks, the name of the file beside it.</summary>
internal static class ChecksumFile
{
    /// <summary>Larger than any that is one.</summary>
    public const int MaxSize = 64 * 1024;

    public static string Write(string sha256, string name) => $"{sha256}  {name}\n";

    /// <summary>The sum for a file: that of the line that names it, or of a file with nothing but a sum. Null where there is none.</summary>
    public static string? Find(string content, string name)
    {
        string[][] lines = [.. content.Split('\n').Select(static line => line.Split([' ', '\t', '\r'], StringSplitOptions.RemoveEmptyEntries)).Where(static fields => fields.Length > 0)];
        string? sum = lines.Length == 1 && lines[0].Length == 1 ? lines[0][0]
            : lines.FirstOrDefault(fields => fields.Length == 2 && NameOf(fields[1]) == name)?[0];
        return sum is not null && Digest.TryParse("sha256:" + sum.ToLowerInvariant(), out Digest digest) ? digest.Hex : null;
    }

    // A star marks binary mode; some write the path with it.
    private static string NameOf(string field) => field[(field.LastIndexOf('/') + 1)..].TrimStart('*');
}
