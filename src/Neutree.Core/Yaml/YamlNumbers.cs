using System.Buffers;
using System.Globalization;
using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>Numbers as go-yaml reads and writes them.</summary>
internal static class YamlNumbers
{
    private static readonly SearchValues<byte> SexagesimalSigns = SearchValues.Create("0123456789_"u8);

    /// <summary>
    /// An integer with an optional sign and base prefix (Go <c>strconv.ParseInt</c> and <c>ParseUint</c> with base 0, without
    /// underscores). A value beyond <c>int64</c> is unsigned and has no sign.
    /// </summary>
    public static bool TryParseInteger(ReadOnlySpan<byte> text, out long bits, out bool isUnsigned)
    {
        isUnsigned = false;
        bits = 0;
        bool isSigned = text.Length > 0 && text[0] is (byte)'+' or (byte)'-';
        bool isNegative = isSigned && text[0] == '-';
        ReadOnlySpan<byte> digits = isSigned ? text[1..] : text;
        int radix = 10;
        if (digits is [(byte)'0', _, ..])
        {
            radix = (digits[1] | 0x20) switch { 'x' => 16, 'o' => 8, 'b' => 2, _ => 0 };
            digits = radix == 0 ? digits[1..] : digits[2..];
            radix = radix == 0 ? 8 : radix;
        }

        return TryParseMagnitude(digits, radix, out ulong magnitude) && TryApplySign(magnitude, isSigned, isNegative, out bits, out isUnsigned);
    }

    /// <summary>A binary integer without its prefix, which may carry a sign.</summary>
    public static bool TryParseBinary(ReadOnlySpan<byte> text, out long bits, out bool isUnsigned)
    {
        bool isSigned = text.Length > 0 && text[0] is (byte)'+' or (byte)'-';
        bool isNegative = isSigned && text[0] == '-';
        isUnsigned = false;
        bits = 0;
        return TryParseMagnitude(isSigned ? text[1..] : text, 2, out ulong magnitude)
            && TryApplySign(magnitude, isSigned, isNegative, out bits, out isUnsigned);
    }

    /// <summary>Whether underscores stand where Go's literals may have them.</summary>
    public static bool AreUnderscoresBetweenDigits(ReadOnlySpan<byte> text)
    {
        for (int at = text.IndexOf((byte)'_'); at >= 0 && at < text.Length; at++)
        {
            bool isBetween = at > 0 && at + 1 < text.Length && char.IsAsciiDigit((char)text[at - 1]) && char.IsAsciiDigit((char)text[at + 1]);
            if (text[at] == '_' && !isBetween)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A decimal float: digits with at most one point, and an exponent. Fails where the value is too large.</summary>
    public static bool TryParseFloat(ReadOnlySpan<byte> text, out double value)
    {
        value = 0;
        ReadOnlySpan<byte> rest = text.Length > 0 && text[0] is (byte)'+' or (byte)'-' ? text[1..] : text;
        int whole = DigitCount(rest);
        rest = rest[whole..];
        if (rest is [(byte)'.', ..])
        {
            int fraction = DigitCount(rest[1..]);
            if (whole + fraction == 0)
            {
                return false;
            }

            rest = rest[(fraction + 1)..];
        }
        else if (whole == 0)
        {
            return false;
        }

        if (rest is [(byte)'e' or (byte)'E', ..])
        {
            rest = rest[1..];
            rest = rest.Length > 0 && rest[0] is (byte)'+' or (byte)'-' ? rest[1..] : rest;
            int exponent = DigitCount(rest);
            if (exponent == 0)
            {
                return false;
            }

            rest = rest[exponent..];
        }

        return rest.IsEmpty
            && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value)
            && double.IsFinite(value);
    }

    /// <summary>Whether a text is a number to the base 60 as YAML 1.1 has them, such as <c>12:30:45</c>.</summary>
    public static bool IsSexagesimal(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)':'))
        {
            return false;
        }

        ReadOnlySpan<byte> rest = text[0] is (byte)'+' or (byte)'-' ? text[1..] : text;
        int first = rest.IndexOf((byte)':');
        if (first < 1 || !char.IsAsciiDigit((char)rest[0]) || rest[..first].ContainsAnyExcept(SexagesimalSigns))
        {
            return false;
        }

        rest = rest[first..];
        while (rest is [(byte)':', ..])
        {
            int digits = DigitCount(rest[1..]);
            if (digits == 0 || digits > 2 || (digits == 2 && rest[1] > '5'))
            {
                return false;
            }

            rest = rest[(digits + 1)..];
        }

        return rest.IsEmpty || (rest[0] == '.' && !rest[1..].ContainsAnyExcept(SexagesimalSigns));
    }

    /// <summary>The shortest text that reads back as the same value, with an exponent below 1e-4 and from 1e6 on (Go <c>'g', -1</c>).</summary>
    public static void AppendFloat(GoStringBuilder output, double value, bool isSingle)
    {
        if (!double.IsFinite(value))
        {
            output.Append(double.IsNaN(value) ? ".nan"u8 : value > 0 ? ".inf"u8 : "-.inf"u8);
            return;
        }

        GoNumbers.AppendFloat(output, value, 'g', -1, isSingle ? 32 : 64);
    }

    private static int DigitCount(ReadOnlySpan<byte> text)
    {
        int other = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        return other < 0 ? text.Length : other;
    }

    private static bool TryParseMagnitude(ReadOnlySpan<byte> digits, int radix, out ulong value)
    {
        value = 0;
        foreach (byte octet in digits)
        {
            int digit = char.IsAsciiHexDigit((char)octet) ? YamlPropertyScanner.HexValue(octet) : radix;
            if (digit >= radix)
            {
                return false;
            }

            UInt128 next = ((UInt128)value * (uint)radix) + (uint)digit;
            if (next > ulong.MaxValue)
            {
                return false;
            }

            value = (ulong)next;
        }

        return digits.Length > 0;
    }

    private static bool TryApplySign(ulong magnitude, bool isSigned, bool isNegative, out long bits, out bool isUnsigned)
    {
        bits = isNegative ? unchecked(-(long)magnitude) : (long)magnitude;
        isUnsigned = magnitude > long.MaxValue && !isNegative;
        return isNegative ? magnitude <= 1UL << 63 : !(isUnsigned && isSigned);
    }
}
