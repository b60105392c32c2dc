using System.Globalization;
using System.Numerics;

namespace Neutree.Core.Go;

/// <summary>Reads floats by the rules of Go's <c>strconv</c>: decimal, hexadecimal (<c>0x1.8p3</c>), <c>inf</c>, <c>infinity</c> and <c>nan</c>.</summary>
internal static class FloatParser
{
    /// <summary>An exponent beyond this one makes infinity or zero of any number that has room in memory.</summary>
    private const int LargestExponent = 1_000_000_000;

    public static NumberFault Parse(ReadOnlySpan<byte> text, int bits, out double value)
    {
        if (IsSpecial(text, out value))
        {
            return NumberFault.None;
        }

        bool isNegative = text is [(byte)'-', ..];
        ReadOnlySpan<byte> number = text is [(byte)'-' or (byte)'+', ..] ? text[1..] : text;
        bool isHexadecimal = number is [(byte)'0', (byte)'x' or (byte)'X', _, ..];
        ReadOnlySpan<byte> plain = number;
        if (number.Contains((byte)'_'))
        {
            if (!IntegerParser.HasProperUnderscores(number))
            {
                return NumberFault.Syntax;
            }

            plain = WithoutUnderscores(number);
        }

        bool isNumber = isHexadecimal ? TryParseHexadecimal(plain[2..], bits, out value) : TryParseDecimal(plain, bits, out value);
        if (!isNumber)
        {
            value = 0;
            return NumberFault.Syntax;
        }

        value = isNegative ? -value : value;
        return double.IsInfinity(value) ? NumberFault.Range : NumberFault.None;
    }

    private static bool IsSpecial(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        bool isNegative = text is [(byte)'-', ..];
        bool isSigned = text is [(byte)'-' or (byte)'+', ..];
        ReadOnlySpan<byte> word = isSigned ? text[1..] : text;
        if (word.Length is not (3 or 8))
        {
            return false;
        }

        Span<byte> lower = stackalloc byte[word.Length];
        for (int index = 0; index < word.Length; index++)
        {
            lower[index] = word[index] is >= (byte)'A' and <= (byte)'Z' ? (byte)(word[index] | 0x20) : word[index];
        }

        if (lower.SequenceEqual("inf"u8) || lower.SequenceEqual("infinity"u8))
        {
            value = isNegative ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        value = double.NaN;
        return !isSigned && lower.SequenceEqual("nan"u8);
    }

    private static bool TryParseDecimal(ReadOnlySpan<byte> text, int bits, out double value)
    {
        value = 0;
        if (!IsNumber(text, isHexadecimal: false))
        {
            return false;
        }

        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (bits == 32)
        {
            bool isSingle = float.TryParse(text, Style, CultureInfo.InvariantCulture, out float single);
            value = single;
            return isSingle;
        }

        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out value);
    }

    private static bool TryParseHexadecimal(ReadOnlySpan<byte> text, int bits, out double value)
    {
        value = 0;
        if (!IsNumber(text, isHexadecimal: true))
        {
            return false;
        }

        BigInteger mantissa = BigInteger.Zero;
        long exponent = 0;
        bool afterPoint = false;
        int index = 0;
        for (; (text[index] | 0x20) != 'p'; index++)
        {
            if (text[index] == '.')
            {
                afterPoint = true;
                continue;
            }

            // 64 digits are far more than a float holds; what follows only breaks ties.
            if (mantissa.GetBitLength() < 256)
            {
                mantissa = (mantissa << 4) + IntegerParser.Digit(text[index]);
                exponent -= afterPoint ? 4 : 0;
            }
            else
            {
                mantissa |= IntegerParser.Digit(text[index]) == 0 ? 0 : 1;
                exponent += afterPoint ? 0 : 4;
            }
        }

        value = Rounded(mantissa, exponent + ReadExponent(text[(index + 1)..]), bits);
        return true;
    }

    private static long ReadExponent(ReadOnlySpan<byte> text)
    {
        bool isNegative = text[0] == '-';
        long exponent = 0;
        foreach (byte c in text[0] is (byte)'-' or (byte)'+' ? text[1..] : text)
        {
            exponent = Math.Min((exponent * 10) + c - '0', LargestExponent);
        }

        return isNegative ? -exponent : exponent;
    }

    /// <summary>The float nearest to <c>mantissa × 2^exponent</c>, ties to even.</summary>
    private static double Rounded(BigInteger mantissa, long exponent, int bits)
    {
        if (mantissa.IsZero)
        {
            return 0;
        }

        (int width, int least, int most) = bits == 32 ? (24, -149, 127) : (53, -1074, 1023);
        long length = (long)mantissa.GetBitLength();
        long drop = Math.Max(length - width, least - exponent);
        if (drop > length + 1)
        {
            return 0;
        }

        if (drop > 0)
        {
            BigInteger half = BigInteger.One << (int)(drop - 1);
            BigInteger rest = mantissa & ((BigInteger.One << (int)drop) - 1);
            mantissa >>= (int)drop;
            if (rest > half || (rest == half && !mantissa.IsEven))
            {
                mantissa += 1;
            }

            exponent += drop;
        }

        return exponent + (long)mantissa.GetBitLength() - 1 > most
            ? double.PositiveInfinity
            : Math.ScaleB((double)mantissa, (int)exponent);
    }

    /// <summary>Digits with at most one point and, always for hexadecimal ones, an exponent.</summary>
    private static bool IsNumber(ReadOnlySpan<byte> text, bool isHexadecimal)
    {
        int digits = 0;
        bool sawPoint = false;
        int index = 0;
        for (; index < text.Length; index++)
        {
            byte c = text[index];
            if (c == '.' && !sawPoint)
            {
                sawPoint = true;
            }
            else if (IntegerParser.Digit(c) < (isHexadecimal ? 16 : 10))
            {
                digits++;
            }
            else
            {
                break;
            }
        }

        if (digits == 0 || index == text.Length)
        {
            return digits > 0 && !isHexadecimal;
        }

        if ((text[index] | 0x20) != (isHexadecimal ? 'p' : 'e'))
        {
            return false;
        }

        ReadOnlySpan<byte> exponent = text[(index + 1)..];
        exponent = exponent is [(byte)'-' or (byte)'+', ..] ? exponent[1..] : exponent;
        return !exponent.IsEmpty && exponent.IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;
    }

    private static byte[] WithoutUnderscores(ReadOnlySpan<byte> text)
    {
        byte[] plain = new byte[text.Length - text.Count((byte)'_')];
        int length = 0;
        foreach (byte c in text)
        {
            if (c != '_')
            {
                plain[length++] = c;
            }
        }

        return plain;
    }
}
