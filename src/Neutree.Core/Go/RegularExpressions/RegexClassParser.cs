using System.Text;

namespace Neutree.Core.Go.RegularExpressions;

/// <summary>Parses classes of characters: <c>[…]</c>, <c>\d</c>, <c>\pL</c>, <c>[[:alpha:]]</c>.</summary>
internal sealed class RegexClassParser(GoString pattern, bool foldsCase)
{
    /// <summary>Reads a bracketed class; the position is at its bracket.</summary>
    public RuneSet ParseBrackets(ref int position)
    {
        int start = position++;
        bool isNegated = position < pattern.Length && pattern[position] == '^';
        position += isNegated ? 1 : 0;
        RuneSetBuilder runes = new();
        for (bool isFirst = true; isFirst || position >= pattern.Length || pattern[position] != ']'; isFirst = false)
        {
            ParseItem(runes, start, ref position);
        }

        position++;
        RuneSet set = runes.ToSet();
        if (!isNegated)
        {
            return set;
        }

        RuneSetBuilder negated = new();
        negated.AddNegated(set);
        return negated.ToSet();
    }

    /// <summary>Reads <c>\d</c>, <c>\pL</c> or <c>\p{Greek}</c>; null, and nothing read, where there is none.</summary>
    public RuneSet? ParseEscapedClass(ref int position)
    {
        if (position + 1 >= pattern.Length || pattern[position] != '\\')
        {
            return null;
        }

        byte c = pattern[position + 1];
        if (c is (byte)'p' or (byte)'P')
        {
            return ParseUnicodeClass(ref position);
        }

        ReadOnlySpan<int> ranges = (c | 0x20) switch
        {
            'd' => ['0', '9'],
            's' => ['\t', '\n', '\f', '\r', ' ', ' '],
            'w' => ['0', '9', 'A', 'Z', '_', '_', 'a', 'z'],
            _ => [],
        };
        if (ranges.IsEmpty)
        {
            return null;
        }

        position += 2;
        return ToSet(ranges, isNegated: char.IsAsciiLetterUpper((char)c));
    }

    private void ParseItem(RuneSetBuilder runes, int classStart, ref int position)
    {
        if (ParseNamedClass(ref position) is { } named)
        {
            runes.Add(named.Ranges);
            return;
        }

        if (ParseEscapedClass(ref position) is { } escaped)
        {
            runes.Add(escaped.Ranges);
            return;
        }

        int rangeStart = position;
        int first = ParseRune(classStart, ref position);
        int last = first;
        if (position + 1 < pattern.Length && pattern[position] == '-' && pattern[position + 1] != ']')
        {
            position++;
            last = ParseRune(classStart, ref position);
            if (last < first)
            {
                throw RegexErrors.Create("invalid character class range", pattern.Span[rangeStart..position]);
            }
        }

        runes.Add(first, last, foldsCase);
    }

    private int ParseRune(int classStart, ref int position)
    {
        if (position >= pattern.Length)
        {
            throw RegexErrors.Create("missing closing ]", pattern.Span[classStart..]);
        }

        return pattern[position] == '\\' ? RegexEscapes.Parse(pattern.Span, ref position) : RegexErrors.ReadRune(pattern.Span, ref position);
    }

    private RuneSet? ParseNamedClass(ref int position)
    {
        ReadOnlySpan<byte> rest = pattern.Span[position..];
        if (!rest.StartsWith("[:"u8) || rest.Length <= 2)
        {
            return null;
        }

        int length = rest[2..].IndexOf(":]"u8);
        if (length < 0)
        {
            return null;
        }

        string name = Encoding.UTF8.GetString(rest.Slice(2, length));
        bool isNegated = name.StartsWith('^');
        ReadOnlySpan<int> ranges = (isNegated ? name[1..] : name) switch
        {
            "alnum" => ['0', '9', 'A', 'Z', 'a', 'z'],
            "alpha" => ['A', 'Z', 'a', 'z'],
            "ascii" => [0, 0x7F],
            "blank" => ['\t', '\t', ' ', ' '],
            "cntrl" => [0, 0x1F, 0x7F, 0x7F],
            "digit" => ['0', '9'],
            "graph" => ['!', '~'],
            "lower" => ['a', 'z'],
            "print" => [' ', '~'],
            "punct" => ['!', '/', ':', '@', '[', '`', '{', '~'],
            "space" => ['\t', '\r', ' ', ' '],
            "upper" => ['A', 'Z'],
            "word" => ['0', '9', 'A', 'Z', '_', '_', 'a', 'z'],
            "xdigit" => ['0', '9', 'A', 'F', 'a', 'f'],
            _ => throw RegexErrors.Create("invalid character class range", rest[..(length + 4)]),
        };
        position += length + 4;
        return ToSet(ranges, isNegated);
    }

    private RuneSet ParseUnicodeClass(ref int position)
    {
        int start = position;
        bool isNegated = pattern[position + 1] == 'P';
        position += 2;
        ReadOnlySpan<byte> name;
        if (position < pattern.Length && pattern[position] == '{')
        {
            int length = pattern.Span[position..].IndexOf((byte)'}');
            if (length < 0)
            {
                RegexErrors.CheckUtf8(pattern.Span[start..]);
                throw RegexErrors.Create("invalid character class range", pattern.Span[start..]);
            }

            name = pattern.Span[(position + 1)..(position + length)];
            position += length + 1;
            RegexErrors.CheckUtf8(name);
        }
        else
        {
            int nameStart = position;
            if (position >= pattern.Length)
            {
                throw RegexErrors.Create("invalid character class range", pattern.Span[start..]);
            }

            RegexErrors.ReadRune(pattern.Span, ref position);
            name = pattern.Span[nameStart..position];
        }

        if (name is [(byte)'^', ..])
        {
            isNegated = !isNegated;
            name = name[1..];
        }

        int[] ranges = UnicodeClasses.Find(Encoding.UTF8.GetString(name))
            ?? throw RegexErrors.Create("invalid character class range", pattern.Span[start..position]);
        return ToSet(ranges, isNegated);
    }

    private RuneSet ToSet(ReadOnlySpan<int> ranges, bool isNegated)
    {
        RuneSetBuilder runes = new();
        for (int index = 0; index < ranges.Length; index += 2)
        {
            runes.Add(ranges[index], ranges[index + 1], foldsCase);
        }

        RuneSet set = runes.ToSet();
        if (!isNegated)
        {
            return set;
        }

        RuneSetBuilder negated = new();
        negated.AddNegated(set);
        return negated.ToSet();
    }
}
