using System.Globalization;

namespace Neutree.Core.Go;

/// <summary>Writes floats in the notations of Go's <c>strconv.FormatFloat</c>.</summary>
internal static class FloatFormat
{
    /// <param name="output">Where the text goes.</param>
    /// <param name="value">For 32 bits a value that a float32 holds.</param>
    /// <param name="format">One of <c>b e E f g G x X</c>.</param>
    /// <param name="precision">Digits after the point, or significant ones for <c>g</c>; -1 for as many as the value needs.</param>
    /// <param name="bits">32 or 64.</param>
    public static void Append(GoStringBuilder output, double value, char format, int precision, int bits)
    {
        if (double.IsNaN(value))
        {
            output.Append("NaN"u8);
            return;
        }

        if (double.IsInfinity(value))
        {
            output.Append(value > 0 ? "+Inf"u8 : "-Inf"u8);
            return;
        }

        if (double.IsNegative(value))
        {
            output.Append((byte)'-');
            value = -value;
        }

        switch (format)
        {
            case 'b':
                AppendBinary(output, value, bits);
                break;
            case 'x' or 'X':
                AppendHexadecimal(output, value, format, precision, bits);
                break;
            case 'e' or 'E' or 'f' or 'g' or 'G':
                AppendDecimal(output, value, format, precision, bits);
                break;
            default:
                output.Append((byte)'%').AppendText([format]);
                break;
        }
    }

    private static void AppendDecimal(GoStringBuilder output, double value, char format, int precision, int bits)
    {
        bool isShortest = precision < 0;
        if (!isShortest && format is 'g' or 'G' && precision == 0)
        {
            precision = 1;
        }

        DecimalDigits digits = isShortest
            ? DecimalDigits.Shortest(value, bits, stackalloc byte[DecimalDigits.ShortestLength])
            : Rounded(value, format, precision, bits);
        switch (format)
        {
            case 'e' or 'E':
                AppendScientific(output, digits, isShortest ? Math.Max(digits.Count - 1, 0) : precision, (byte)format);
                break;
            case 'f':
                AppendFixed(output, digits, isShortest ? Math.Max(digits.Count - digits.Point, 0) : precision);
                break;
            default:
                AppendGeneral(output, digits, isShortest, isShortest ? digits.Count : precision, (byte)(format - ('g' - 'e')));
                break;
        }
    }

    private static DecimalDigits Rounded(double value, char format, int precision, int bits)
    {
        (ulong mantissa, int exponent) = Split(value, bits);
        DecimalDigits digits = DecimalDigits.Exact(mantissa, exponent);
        digits.Round(format switch
        {
            'e' or 'E' => precision + 1,
            'f' => digits.Point + precision,
            _ => precision,
        });
        return digits;
    }

    /// <summary>The value as <c>mantissa × 2^exponent</c>, scaled as IEEE 754 stores it.</summary>
    private static (ulong Mantissa, int Exponent) Split(double value, int bits)
    {
        if (bits == 32)
        {
            uint single = BitConverter.SingleToUInt32Bits((float)value);
            int biased32 = (int)(single >> 23);
            uint fraction32 = single & ((1u << 23) - 1);
            return biased32 == 0 ? (fraction32, -149) : (fraction32 | (1u << 23), biased32 - 150);
        }

        ulong all = BitConverter.DoubleToUInt64Bits(value);
        int biased = (int)(all >> 52);
        ulong fraction = all & ((1ul << 52) - 1);
        return biased == 0 ? (fraction, -1074) : (fraction | (1ul << 52), biased - 1075);
    }

    private static void AppendGeneral(GoStringBuilder output, DecimalDigits digits, bool isShortest, int precision, byte exponentSign)
    {
        // However many digits shortest text has, it turns to an exponent where six digits would: 1e+06, 1.23456789e+08.
        int limit = isShortest ? 6 : precision > digits.Count && digits.Count >= digits.Point ? digits.Count : precision;
        int exponent = digits.Point - 1;
        if (exponent < -4 || exponent >= limit)
        {
            AppendScientific(output, digits, Math.Min(precision, digits.Count) - 1, exponentSign);
            return;
        }

        AppendFixed(output, digits, Math.Max((precision > digits.Point ? digits.Count : precision) - digits.Point, 0));
    }

    private static void AppendScientific(GoStringBuilder output, DecimalDigits digits, int precision, byte sign)
    {
        output.Append(digits.Count == 0 ? (byte)'0' : digits.Digits[0]);
        if (precision > 0)
        {
            ReadOnlySpan<byte> rest = digits.Count <= 1 ? [] : digits.Digits[1..Math.Min(digits.Count, precision + 1)];
            output.Append((byte)'.').Append(rest).AppendRepeated((byte)'0', precision - rest.Length);
        }

        output.Append(sign);
        AppendExponent(output, digits.Count == 0 ? 0 : digits.Point - 1);
    }

    private static void AppendFixed(GoStringBuilder output, DecimalDigits digits, int precision)
    {
        if (digits.Point > 0)
        {
            ReadOnlySpan<byte> whole = digits.Digits[..Math.Min(digits.Count, digits.Point)];
            output.Append(whole).AppendRepeated((byte)'0', digits.Point - whole.Length);
        }
        else
        {
            output.Append((byte)'0');
        }

        if (precision <= 0)
        {
            return;
        }

        output.Append((byte)'.');
        int zeros = Math.Min(Math.Max(-digits.Point, 0), precision);
        int start = Math.Min(Math.Max(digits.Point, 0), digits.Count);
        ReadOnlySpan<byte> fraction = digits.Digits[start..Math.Min(digits.Count, start + precision - zeros)];
        output.AppendRepeated((byte)'0', zeros).Append(fraction).AppendRepeated((byte)'0', precision - zeros - fraction.Length);
    }

    /// <summary>A sign and at least two digits.</summary>
    private static void AppendExponent(GoStringBuilder output, int exponent)
    {
        output.Append(exponent < 0 ? (byte)'-' : (byte)'+');
        exponent = Math.Abs(exponent);
        if (exponent < 10)
        {
            output.Append((byte)'0');
        }

        AppendInteger(output, exponent);
    }

    private static void AppendBinary(GoStringBuilder output, double value, int bits)
    {
        (ulong mantissa, int exponent) = Split(value, bits);
        GoNumbers.AppendUint(output, mantissa);
        output.Append((byte)'p');
        if (exponent >= 0)
        {
            output.Append((byte)'+');
        }

        AppendInteger(output, exponent);
    }

    private static void AppendHexadecimal(GoStringBuilder output, double value, char format, int precision, int bits)
    {
        (ulong mantissa, int exponent) = Split(value, bits);
        exponent += 60;
        if (mantissa == 0)
        {
            exponent = 0;
        }
        else
        {
            // The leading one goes to bit 60, where the nibbles of the fraction begin below it.
            int shift = System.Numerics.BitOperations.LeadingZeroCount(mantissa) - 3;
            mantissa <<= shift;
            exponent -= shift;
        }

        if (precision is >= 0 and < 15)
        {
            int kept = precision * 4;
            ulong extra = (mantissa << kept) & ((1ul << 60) - 1);
            mantissa >>= 60 - kept;
            if ((extra | (mantissa & 1)) > 1ul << 59)
            {
                mantissa++;
            }

            mantissa <<= 60 - kept;
            if ((mantissa & (1ul << 61)) != 0)
            {
                mantissa >>= 1;
                exponent++;
            }
        }

        ReadOnlySpan<byte> hex = format == 'X' ? "0123456789ABCDEF"u8 : "0123456789abcdef"u8;
        output.Append((byte)'0').Append((byte)format).Append((byte)('0' + (int)(mantissa >> 60 & 1)));
        mantissa <<= 4;
        if (precision > 0 || (precision < 0 && mantissa != 0))
        {
            output.Append((byte)'.');
        }

        for (int written = 0; precision < 0 ? mantissa != 0 : written < precision; written++)
        {
            output.Append(hex[(int)(mantissa >> 60)]);
            mantissa <<= 4;
        }

        output.Append(format == 'X' ? (byte)'P' : (byte)'p');
        AppendExponent(output, exponent);
    }

    private static void AppendInteger(GoStringBuilder output, int value)
    {
        Span<byte> buffer = stackalloc byte[11];
        _ = value.TryFormat(buffer, out int length, default, CultureInfo.InvariantCulture);
        output.Append(buffer[..length]);
    }
}
