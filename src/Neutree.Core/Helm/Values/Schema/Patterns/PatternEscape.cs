using System.Globalization;
using System.Text;

namespace Neutree.Core.Helm.Values.Schema.Patterns;

/// <summary>Escapes of RE2.</summary>
internal static class PatternEscape
{
    public static int NextRune(string pattern, ref int at)
    {
        Rune.DecodeFromUtf16(pattern.AsSpan(at), out Rune rune, out int length);
        at += length;
        return rune.Value;
    }

    /// <summary>The class that <c>\d</c>, <c>\W</c> or <c>\p{…}</c> stands for; null, and nothing read, where another escape stands.</summary>
    public static CodePointSet? TryReadClass(string pattern, ref int at, bool ignoreCase)
    {
        if (at + 1 >= pattern.Length || pattern[at] != '\\')
        {
            return null;
        }

        char letter = pattern[at + 1];
        if (letter is 'p' or 'P')
        {
            return ReadUnicode(pattern, ref at, ignoreCase);
        }

        CodePointSet? set = UnicodeClasses.Perl(char.ToLowerInvariant(letter));
        if (set is null)
        {
            return null;
        }

        at += 2;
        set = ignoreCase ? set.Fold() : set;
        return char.IsAsciiLetterUpper(letter) ? set.Invert() : set;
    }

    /// <summary>The character an escape stands for.</summary>
    public static int Read(string pattern, ref int at)
    {
        int start = at++;
        if (at >= pattern.Length)
        {
            throw new PatternSyntaxException("trailing backslash at end of expression", "");
        }

        int rune = NextRune(pattern, ref at);
        int? value = rune switch
        {
            'a' => '\a',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            'x' => Hexadecimal(pattern, ref at),
            >= '0' and <= '7' => Octal(pattern, rune, ref at),
            < 0x80 when !char.IsAsciiLetterOrDigit((char)rune) => rune,
            _ => null,
        };
        return value ?? throw new PatternSyntaxException("invalid escape sequence", pattern[start..at]);
    }

    private static CodePointSet ReadUnicode(string pattern, ref int at, bool ignoreCase)
    {
        int start = at;
        bool negated = pattern[at + 1] == 'P';
        at += 2;
        string name = "";
        if (at < pattern.Length && pattern[at] == '{')
        {
            int end = pattern.IndexOf('}', at);
            if (end < 0)
            {
                throw new PatternSyntaxException("invalid character class range", pattern[start..]);
            }

            name = pattern[(at + 1)..end];
            at = end + 1;
        }
        else if (at < pattern.Length)
        {
            name = new Rune(NextRune(pattern, ref at)).ToString();
        }

        if (name.StartsWith('^'))
        {
            negated = !negated;
            name = name[1..];
        }

        CodePointSet set = UnicodeClasses.Unicode(name) ?? throw new PatternSyntaxException("invalid character class range", pattern[start..at]);
        set = ignoreCase ? set.Fold() : set;
        return negated ? set.Invert() : set;
    }

    // One digit from 1 to 7 alone would be a reference to a group, which RE2 doesn't have.
    private static int? Octal(string pattern, int first, ref int at)
    {
        bool another = at < pattern.Length && pattern[at] is >= '0' and <= '7';
        if (first != '0' && !another)
        {
            return null;
        }

        int value = first - '0';
        for (int digits = 1; digits < 3 && at < pattern.Length && pattern[at] is >= '0' and <= '7'; digits++)
        {
            value = (value * 8) + (pattern[at++] - '0');
        }

        return value;
    }

    // Stops at the first character that doesn't fit: Go's message quotes the pattern up to there.
    private static int? Hexadecimal(string pattern, ref int at)
    {
        if (at >= pattern.Length || pattern[at] != '{')
        {
            int? high = Digit(pattern, ref at);
            int? low = Digit(pattern, ref at);
            return (high * 16) + low;
        }

        at++;
        int value = 0;
        for (int digits = 0; at < pattern.Length; digits++)
        {
            if (pattern[at] == '}')
            {
                at++;
                return digits > 0 && Rune.IsValid(value) ? value : null;
            }

            if (Digit(pattern, ref at) is not { } digit)
            {
                return null;
            }

            value = (value * 16) + digit;
            if (value > 0x10ffff)
            {
                return null;
            }
        }

        return null;
    }

    private static int? Digit(string pattern, ref int at)
    {
        if (at >= pattern.Length)
        {
            return null;
        }

        int rune = NextRune(pattern, ref at);
        return rune < 0x80 && char.IsAsciiHexDigit((char)rune) ? Convert.ToInt32(((char)rune).ToString(), 16) : null;
    }
}
