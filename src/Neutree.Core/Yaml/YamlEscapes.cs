using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>The escapes of double-quoted scalars.</summary>
internal static class YamlEscapes
{
    /// <summary>Takes an escape, from its backslash on, and writes what it stands for.</summary>
    /// <param name="cursor">At the backslash.</param>
    /// <param name="output">Where the text goes.</param>
    /// <param name="start">Where the scalar begins, for messages.</param>
    public static void Scan(YamlCursor cursor, GoStringBuilder output, YamlMark start)
    {
        ReadOnlySpan<byte> text = cursor.Peek(1) switch
        {
            (byte)'0' => "\0"u8,
            (byte)'a' => "\a"u8,
            (byte)'b' => "\b"u8,
            (byte)'t' or (byte)'\t' => "\t"u8,
            (byte)'n' => "\n"u8,
            (byte)'v' => "\v"u8,
            (byte)'f' => "\f"u8,
            (byte)'r' => "\r"u8,
            (byte)'e' => "\e"u8,
            (byte)' ' => " "u8,
            (byte)'"' => "\""u8,
            (byte)'\'' => "'"u8,
            (byte)'\\' => "\\"u8,
            (byte)'N' => "\u0085"u8,
            (byte)'_' => "\u00A0"u8,
            (byte)'L' => "\u2028"u8,
            (byte)'P' => "\u2029"u8,
            _ => [],
        };
        if (!text.IsEmpty)
        {
            output.Append(text);
            cursor.SkipBytes(2);
            return;
        }

        int digits = cursor.Peek(1) switch { (byte)'x' => 2, (byte)'u' => 4, (byte)'U' => 8, _ => 0 };
        if (digits == 0)
        {
            cursor.Fail("found unknown escape character", start);
        }

        cursor.SkipBytes(2);
        long value = 0;
        for (int index = 0; index < digits; index++)
        {
            if (!char.IsAsciiHexDigit((char)cursor.Peek(index)))
            {
                cursor.Fail("did not find expected hexdecimal number", start);
            }

            value = (value << 4) + YamlPropertyScanner.HexValue(cursor.Peek(index));
        }

        if (value > int.MaxValue || !Rune.IsValid((int)value))
        {
            cursor.Fail("found invalid Unicode character escape code", start);
        }

        output.Append(new Rune((int)value));
        cursor.SkipBytes(digits);
    }
}
