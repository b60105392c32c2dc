using System.Globalization;
using System.Text;

namespace Neutree.Core.Helm.Values.Schema.Patterns;

/// <summary>A set of Unicode code points, which writes itself as a .NET regular expression over UTF-16.</summary>
internal sealed class CodePointSet
{
    private const int Last = 0x10ffff;
    private const int ManyRanges = 100;
    private const int LastCased = 0x1e943;

    // Pairs of a letter and a second one that folds to the same: long s, Kelvin, Ångström, micro, final sigma, Ohm.
    private const string Variants = "s\u017fk\u212a\u00e5\u212b\u03bc\u00b5\u03c3\u03c2\u03c9\u2126";
    private readonly List<(int First, int Last)> _ranges = [];

    /// <summary>Whether there are as many ranges as a Unicode category has.</summary>
    public bool IsLarge => _ranges.Count > ManyRanges;

    public CodePointSet Add(int first, int last)
    {
        _ranges.Add((first, last));
        return this;
    }

    public CodePointSet Add(CodePointSet other)
    {
        _ranges.AddRange(other._ranges);
        return this;
    }

    public CodePointSet Invert()
    {
        CodePointSet inverse = new();
        int next = 0;
        foreach ((int first, int last) in Merged())
        {
            if (first > next)
            {
                inverse.Add(next, first - 1);
            }

            next = last + 1;
        }

        return next <= Last ? inverse.Add(next, Last) : inverse;
    }

    /// <summary>The set and what equals its members but for case.</summary>
    public CodePointSet Fold()
    {
        CodePointSet folded = new CodePointSet().Add(this);
        foreach ((int first, int last) in Merged())
        {
            for (int code = first; code <= Math.Min(last, LastCased); code++)
            {
                if (!Rune.IsValid(code))
                {
                    continue;
                }

                Rune rune = new(code);
                int upper = Rune.ToUpperInvariant(rune).Value;
                int lower = Rune.ToLowerInvariant(rune).Value;
                if (upper != lower)
                {
                    folded.Add(upper, upper).Add(lower, lower);
                    int variant = Variants.IndexOf((char)lower, StringComparison.Ordinal);
                    if (lower <= char.MaxValue && variant >= 0)
                    {
                        folded.Add(Variants[variant ^ 1], Variants[variant ^ 1]);
                    }
                }
            }
        }

        return folded;
    }

    /// <summary>What matches one code point of the set: a class, or an alternative of classes where surrogate pairs are among them.</summary>
    public string ToPattern()
    {
        StringBuilder basic = new();
        List<string> parts = [];
        foreach ((int first, int last) in Merged())
        {
            AppendRange(basic, first, Math.Min(last, 0xd7ff));
            AppendRange(basic, Math.Max(first, 0xe000), Math.Min(last, 0xffff));
            if (last > 0xffff)
            {
                AddPairs(parts, Math.Max(first, 0x10000) - 0x10000, last - 0x10000);
            }
        }

        if (basic.Length > 0)
        {
            parts.Insert(0, $"[{basic}]");
        }

        // An empty set matches nothing, and \z followed by a character never does either.
        return parts.Count switch
        {
            0 => "(?:\\z[a])",
            1 => $"(?:{parts[0]})",
            _ => $"(?:{string.Join('|', parts)})",
        };
    }

    private static void AddPairs(List<string> parts, int first, int last)
    {
        int firstHigh = first >> 10;
        int lastHigh = last >> 10;
        if (firstHigh == lastHigh)
        {
            parts.Add(Pair(firstHigh, firstHigh, first & 0x3ff, last & 0x3ff));
            return;
        }

        if ((first & 0x3ff) != 0)
        {
            parts.Add(Pair(firstHigh, firstHigh, first & 0x3ff, 0x3ff));
            firstHigh++;
        }

        if ((last & 0x3ff) != 0x3ff)
        {
            parts.Add(Pair(lastHigh, lastHigh, 0, last & 0x3ff));
            lastHigh--;
        }

        if (firstHigh <= lastHigh)
        {
            parts.Add(Pair(firstHigh, lastHigh, 0, 0x3ff));
        }
    }

    private static string Pair(int firstHigh, int lastHigh, int firstLow, int lastLow)
    {
        StringBuilder text = new("[");
        AppendRange(text, 0xd800 + firstHigh, 0xd800 + lastHigh);
        text.Append("][");
        AppendRange(text, 0xdc00 + firstLow, 0xdc00 + lastLow);
        return text.Append(']').ToString();
    }

    private static void AppendRange(StringBuilder text, int first, int last)
    {
        if (first <= last)
        {
            text.Append(CultureInfo.InvariantCulture, $"\\u{first:X4}-\\u{last:X4}");
        }
    }

    private List<(int First, int Last)> Merged()
    {
        List<(int First, int Last)> merged = [];
        foreach ((int first, int last) in _ranges.Order())
        {
            if (merged.Count > 0 && first <= merged[^1].Last + 1)
            {
                merged[^1] = (merged[^1].First, Math.Max(merged[^1].Last, last));
            }
            else
            {
                merged.Add((first, last));
            }
        }

        return merged;
    }
}
