namespace Neutree.Core.Go.RegularExpressions;

/// <summary>Escapes that stand for one rune.</summary>
internal static class RegexEscapes
{
    /// <summary>Reads an escape; the position is at its backslash.</summary>
    /// <exception cref="GoException">It is no escape.</exception>
    public static int Parse(ReadOnlySpan<byte> pattern, ref int position)
    {
        int start = position++;
        if (position >= pattern.Length)
        {
            throw RegexErrors.Create("trailing backslash at end of expression", []);
        }

        int c = RegexErrors.ReadRune(pattern, ref position);
        int rune = c switch
        {
            'a' => '\a',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            'x' => ParseHexadecimal(pattern, ref position),
            '0' => ParseOctal(pattern, ref position, c),
            >= '1' and <= '7' when position < pattern.Length && pattern[position] is >= (byte)'0' and <= (byte)'7' =>
                ParseOctal(pattern, ref position, c),
            < 128 when !char.IsAsciiLetterOrDigit((char)c) => c,
            _ => -1,
        };
        return rune >= 0 ? rune : throw RegexErrors.Create("invalid escape sequence", pattern[start..position]);
    }

    private static int ParseOctal(ReadOnlySpan<byte> pattern, ref int position, int first)
    {
        int rune = first - '0';
        for (int count = 1; count < 3 && position < pattern.Length && pattern[position] is >= (byte)'0' and <= (byte)'7'; count++)
        {
            rune = (rune * 8) + pattern[position++] - '0';
        }

        return rune;
    }

    /// <summary>Two digits, or any number of them in braces; -1 for anything else, with the position behind what was read.</summary>
    private static int ParseHexadecimal(ReadOnlySpan<byte> pattern, ref int position)
    {
        if (position >= pattern.Length)
        {
            return -1;
        }

        int c = RegexErrors.ReadRune(pattern, ref position);
        if (c != '{')
        {
            int second = position < pattern.Length ? Digit(RegexErrors.ReadRune(pattern, ref position)) : int.MaxValue;
            return Digit(c) < 16 && second < 16 ? (Digit(c) * 16) + second : -1;
        }

        int rune = 0;
        int digits = 0;
        while (position < pattern.Length)
        {
            c = RegexErrors.ReadRune(pattern, ref position);
            if (c == '}')
            {
                return digits > 0 ? rune : -1;
            }

            rune = Digit(c) < 16 ? (rune * 16) + Digit(c) : -1;
            if (rune is < 0 or > RuneSet.LargestRune)
            {
                return -1;
            }

            digits++;
        }

        return -1;
    }

    private static int Digit(int rune) => rune < 128 ? IntegerParser.Digit((byte)rune) : int.MaxValue;
}
