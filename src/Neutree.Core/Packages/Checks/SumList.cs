using System.Text;

namespace Neutree.Core.Packages.Checks;

/// <summary>The lines of <c>checksums.txt</c> or of an image archive's <c>.sums</c>: <c>HEX  NAME</c>, in the order of the entries.</summary>
internal static class SumList
{
    private const int SumLength = 64;

    /// <returns>The lines; null where one isn't of that form, or the last has no end.</returns>
    public static IReadOnlyList<(string Name, string Sum)>? Parse(ReadOnlySpan<byte> content)
    {
        List<(string, string)> lines = [];
        string text = Encoding.UTF8.GetString(content);
        while (text.Length > 0)
        {
            int end = text.IndexOf('\n', StringComparison.Ordinal);
            if (end < SumLength + 3 || text[SumLength..(SumLength + 2)] != "  " || !IsHex(text.AsSpan(0, SumLength)))
            {
                return null;
            }

            lines.Add((text[(SumLength + 2)..end], text[..SumLength]));
            text = text[(end + 1)..];
        }

        return lines;
    }

    /// <summary>Reports every difference between what a list says and what is there, order included.</summary>
    public static void Compare(
        string list, IReadOnlyList<(string Name, string Sum)> stated, IReadOnlyList<(string Name, string Sum)> actual, string prefix, FindingSink sink)
    {
        Dictionary<string, string> sums = [];
        foreach ((string name, string sum) in stated)
        {
            if (!sums.TryAdd(name, sum))
            {
                sink.Error("Package.SumTwice", prefix + name, $"{list} lists it twice");
            }
        }

        foreach ((string name, string sum) in actual)
        {
            if (!sums.TryGetValue(name, out string? expected))
            {
                sink.Error("Package.ExtraEntry", prefix + name, $"it is inside, but {list} doesn't list it");
            }
            else if (expected != sum)
            {
                sink.Error("Package.SumMismatch", prefix + name, $"its sha256 sum is {sum}, where {list} says {expected}");
            }
        }

        HashSet<string> present = [.. actual.Select(entry => entry.Name)];
        foreach ((string name, _) in stated.Where(line => !present.Contains(line.Name)))
        {
            sink.Error("Package.MissingEntry", prefix + name, $"{list} lists it, but it isn't inside");
        }

        List<string> common = [.. stated.Select(line => line.Name).Where(present.Contains)];
        if (!common.SequenceEqual(actual.Select(entry => entry.Name).Where(sums.ContainsKey)))
        {
            sink.Error("Package.EntriesReordered", prefix.TrimEnd(':', ' '), $"the entries are in another order than {list} has them");
        }
    }

    private static bool IsHex(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (!char.IsAsciiHexDigitLower(c))
            {
                return false;
            }
        }

        return true;
    }
}
