using System.Globalization;

namespace Neutree.Core.Go.RegularExpressions;

/// <summary>The scripts that characters belong to, of the Unicode version that Go 1.25 has. .NET has none, so that they are a resource.</summary>
internal static class UnicodeScripts
{
    /// <summary>The runes of a script as pairs of first and last, sorted; null where there is no such script.</summary>
    /// <param name="key">Its name without separators, in any case.</param>
    public static int[]? Find(string key)
    {
        using Stream resource = typeof(UnicodeScripts).Assembly.GetManifestResourceStream("Unicode.Scripts.txt")!;
        using StreamReader lines = new(resource);
        while (lines.ReadLine() is { } line)
        {
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            if (line[0] != '#' && line.AsSpan(0, space).Equals(key, StringComparison.OrdinalIgnoreCase))
            {
                return ReadRanges(line.AsSpan(space + 1));
            }
        }

        return null;
    }

    private static int[] ReadRanges(ReadOnlySpan<char> text)
    {
        List<int> ranges = [];
        foreach (Range item in text.Split(' '))
        {
            ReadOnlySpan<char> range = text[item];
            int dash = range.IndexOf('-');
            ranges.Add(ReadCodePoint(dash < 0 ? range : range[..dash]));
            ranges.Add(ReadCodePoint(range[(dash + 1)..]));
        }

        return [.. ranges];
    }

    private static int ReadCodePoint(ReadOnlySpan<char> text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
