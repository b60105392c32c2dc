using System.Globalization;

namespace Neutree.Core.Helm.Values;

/// <summary>Decimal numbers as Go's <c>strconv.Atoi</c> reads them.</summary>
internal static class SetNumber
{
    private const string Syntax = "invalid syntax";

    private const string Range = "value out of range";

    /// <summary>Reads an optional sign and digits.</summary>
    /// <returns>Null, or what is wrong with the text in Go's words.</returns>
    public static string? Read(ReadOnlySpan<byte> text, out long number)
    {
        number = 0;
        ReadOnlySpan<byte> digits = text.Length > 0 && text[0] is (byte)'+' or (byte)'-' ? text[1..] : text;
        if (digits.IsEmpty)
        {
            return Syntax;
        }

        // Go stops at the digit with which the number outgrows 64 bits, so a letter behind it isn't seen.
        UInt128 magnitude = 0;
        foreach (byte digit in digits)
        {
            if (digit is < (byte)'0' or > (byte)'9')
            {
                return Syntax;
            }

            magnitude = magnitude * 10 + (UInt128)(digit - '0');
            if (magnitude > ulong.MaxValue)
            {
                return Range;
            }
        }

        return long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number) ? null : Range;
    }
}
