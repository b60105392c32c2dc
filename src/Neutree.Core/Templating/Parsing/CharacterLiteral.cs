using System.Globalization;
using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Parsing;

/// <summary>Character constants: <c>'a'</c>, <c>'\n'</c>, <c>'\u00e9'</c> (Go <c>strconv.UnquoteChar</c>).</summary>
internal static class CharacterLiteral
{
    /// <summary>Reads the first character of a constant.</summary>
    /// <param name="text">The constant with its quotes.</param>
    /// <param name="rune">The character.</param>
    /// <param name="isWhole">Whether only the closing quote follows.</param>
    public static bool TryParse(ReadOnlySpan<byte> text, out int rune, out bool isWhole)
    {
        rune = 0;
        isWhole = false;
        ReadOnlySpan<byte> body = text[1..];
        if (body[0] == '\'')
        {
            return false;
        }

        int width = body[0] == '\\' ? Escape(body[1..], out rune) + 1 : Plain(body, out rune);
        if (width <= 0)
        {
            return false;
        }

        isWhole = body[width..] is [(byte)'\''];
        return true;
    }

    private static int Plain(ReadOnlySpan<byte> body, out int rune)
    {
        GoRunes runes = new(body);
        runes.MoveNext();
        rune = runes.Current.Value;
        return runes.Width;
    }

    /// <summary>Reads what follows a backslash; the result is its length, or -1 where it is no escape.</summary>
    private static int Escape(ReadOnlySpan<byte> body, out int rune)
    {
        rune = body[0] switch
        {
            (byte)'a' => '\a',
            (byte)'b' => '\b',
            (byte)'f' => '\f',
            (byte)'n' => '\n',
            (byte)'r' => '\r',
            (byte)'t' => '\t',
            (byte)'v' => '\v',
            (byte)'\\' => '\\',
            (byte)'\'' => '\'',
            _ => -1,
        };
        if (rune >= 0)
        {
            return 1;
        }

        return body[0] switch
        {
            (byte)'x' => Code(body, 1, 2, 16, 0xFF, out rune),
            (byte)'u' => Code(body, 1, 4, 16, 0x10FFFF, out rune),
            (byte)'U' => Code(body, 1, 8, 16, 0x10FFFF, out rune),
            >= (byte)'0' and <= (byte)'7' => Code(body, 0, 3, 8, 0xFF, out rune),
            _ => -1,
        };
    }

    private static int Code(ReadOnlySpan<byte> body, int start, int count, int numberBase, long most, out int rune)
    {
        rune = 0;
        if (body.Length < start + count)
        {
            return -1;
        }

        long code = 0;
        foreach (byte digit in body.Slice(start, count))
        {
            int value = char.IsAsciiHexDigit((char)digit) ? int.Parse([(char)digit], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : 99;
            if (value >= numberBase)
            {
                return -1;
            }

            code = (code * numberBase) + value;
        }

        rune = (int)Math.Min(code, int.MaxValue);
        return code <= most && (body[0] is not ((byte)'u' or (byte)'U') || Rune.IsValid((int)code)) ? start + count : -1;
    }
}
