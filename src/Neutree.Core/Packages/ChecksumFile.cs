using System.Text.RegularExpressions;
using Neutree.Core.Oci;

namespace Neutree.Core.Packages;

/// <summary>
/// A <c>.sha256</c> file. It is written as <c>sha256sum</c> does it: the sum, two blanks, the name of the file beside it. What <c>sha256sum -c</c> takes is read: a star in
/// front of the name (binary mode), names with escapes behind a backslash, the BSD form <c>SHA256 (NAME) = SUM</c>; besides, lines that end as on Windows, paths in front of
/// the name, and a file that holds nothing but a sum.
/// </summary>
internal static partial class ChecksumFile
{
    /// <summary>Larger than any that is one.</summary>
    public const int MaxSize = 64 * 1024;

    public static string Write(string sha256, string name) => $"{sha256}  {name}\n";

    /// <summary>The sum for a file: that of the line that names it, or of a file with nothing but a sum. Null where there is none.</summary>
    public static string? Find(string content, string name)
    {
        string[] lines = [.. content.Split('\n').Select(static line => line.Trim()).Where(static line => line.Length > 0)];
        string? sum = lines.Length == 1 && IsSum(lines[0]) ? lines[0] : lines.Select(line => SumOf(line, name)).FirstOrDefault(static sum => sum is not null);
        return sum?.ToLowerInvariant();
    }

    private static bool IsSum(string text) => Digest.TryParse("sha256:" + text.ToLowerInvariant(), out _);

    /// <summary>The sum of a line; null where the line is none, or of another file.</summary>
    private static string? SumOf(string line, string name)
    {
        Match match = SumFirst().Match(line) is { Success: true } first ? first : SumLast().Match(line);
        if (!match.Success)
        {
            return null;
        }

        string written = match.Groups["name"].Value;
        string unescaped = match.Groups["escaped"].Length > 0 ? Escape().Replace(written, static escape => escape.Value switch
        {
            @"\n" => "\n",
            @"\r" => "\r",
            _ => @"\",
        }) : written;
        return unescaped[(unescaped.LastIndexOf('/') + 1)..] == name ? match.Groups["sum"].Value : null;
    }

    [GeneratedRegex(@"\A(?<escaped>\\?)(?<sum>[0-9a-fA-F]{64})[ \t]+\*?(?<name>.+)\z", RegexOptions.CultureInvariant)]
    private static partial Regex SumFirst();

    [GeneratedRegex(@"\A(?<escaped>\\?)SHA256 ?\((?<name>.+)\) ?= ?(?<sum>[0-9a-fA-F]{64})\z", RegexOptions.CultureInvariant)]
    private static partial Regex SumLast();

    [GeneratedRegex(@"\\[\\nr]", RegexOptions.CultureInvariant)]
    private static partial Regex Escape();
}
