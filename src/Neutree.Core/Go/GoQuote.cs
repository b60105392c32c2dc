using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Neutree.Core.Go;

/// <summary>Go's quoted strings and characters (Go <c>strconv.Quote</c>, <c>Unquote</c> and their kin).</summary>
public static class GoQuote
{
    private static ReadOnlySpan<byte> Hex => "0123456789abcdef"u8;

    /// <summary>A double-quoted Go literal; what can't be printed is escaped.</summary>
    public static GoString Quote(GoString text)
    {
        GoStringBuilder output = new(text.Length + 8);
        AppendQuoted(output, text.Span, isAscii: false);
        return output.ToGoString();
    }

    /// <summary>A double-quoted Go literal of ASCII alone.</summary>
    public static GoString QuoteToAscii(GoString text)
    {
        GoStringBuilder output = new(text.Length + 8);
        AppendQuoted(output, text.Span, isAscii: true);
        return output.ToGoString();
    }

    /// <summary>Writes a double-quoted literal.</summary>
    public static void AppendQuoted(GoStringBuilder output, ReadOnlySpan<byte> text, bool isAscii)
    {
        output.Append((byte)'"');
        GoRunes runes = new(text);
        while (runes.MoveNext())
        {
            if (runes.IsValid)
            {
                AppendEscaped(output, runes.Current, (byte)'"', isAscii);
            }
            else
            {
                AppendHex(output.Append("\\x"u8), text[runes.Index], 2);
            }
        }

        output.Append((byte)'"');
    }

    /// <summary>Writes a single-quoted character literal; what is no character becomes U+FFFD.</summary>
    public static void AppendQuotedRune(GoStringBuilder output, ulong codePoint, bool isAscii)
    {
        output.Append((byte)'\'');
        Rune rune = codePoint <= 0x10FFFF && Rune.IsValid((uint)codePoint) ? new Rune((uint)codePoint) : Rune.ReplacementChar;
        AppendEscaped(output, rune, (byte)'\'', isAscii);
        output.Append((byte)'\'');
    }

    /// <summary>Whether text can be written unchanged between backquotes.</summary>
    public static bool CanBackquote(ReadOnlySpan<byte> text)
    {
        GoRunes runes = new(text);
        while (runes.MoveNext())
        {
            int c = runes.Current.Value;
            if (!runes.IsValid || c == 0xFEFF || (c < ' ' && c != '\t') || c is '`' or 0x7F)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>What a double-quoted, single-quoted or backquoted Go literal stands for.</summary>
    /// <returns>False where the text is no literal.</returns>
    public static bool Unquote(ReadOnlySpan<byte> literal, [NotNullWhen(true)] out GoString? text)
    {
        text = null;
        if (literal.Length < 2 || literal[0] != literal[^1])
        {
            return false;
        }

        byte quote = literal[0];
        ReadOnlySpan<byte> inner = literal[1..^1];
        switch (quote)
        {
            case (byte)'`':
                text = inner.Contains((byte)'`') ? null : WithoutCarriageReturns(inner);
                return text is not null;
            case (byte)'"' or (byte)'\'':
                break;
            default:
                return false;
        }

        GoStringBuilder output = new(inner.Length);
        int characters = 0;
        while (!inner.IsEmpty)
        {
            if (inner[0] == '\n' || !UnquoteChar(inner, quote, out int value, out bool isMultibyte, out int width))
            {
                return false;
            }

            inner = inner[width..];
            characters++;
            _ = isMultibyte ? output.Append(new Rune(value)) : output.Append((byte)value);
        }

        if (quote == '\'' && characters != 1)
        {
            return false;
        }

        text = output.ToGoString();
        return true;
    }

    /// <summary>Reads the first character or escape of a literal's inside.</summary>
    /// <param name="text">The inside, from the character on.</param>
    /// <param name="quote">The literal's quotation mark, which may be escaped and not stand alone; 0 for none.</param>
    /// <param name="value">The character, or the byte that <c>\x</c> or an octal escape gives.</param>
    /// <param name="isMultibyte">Whether <paramref name="value"/> is a character to be written as UTF-8.</param>
    /// <param name="width">Bytes read.</param>
    public static bool UnquoteChar(ReadOnlySpan<byte> text, byte quote, out int value, out bool isMultibyte, out int width)
    {
        value = 0;
        isMultibyte = false;
        width = 1;
        if (text.IsEmpty || (text[0] == quote && quote is (byte)'\'' or (byte)'"'))
        {
            return false;
        }

        if (text[0] >= 0x80)
        {
            GoRunes runes = new(text);
            runes.MoveNext();
            (value, isMultibyte, width) = (runes.Current.Value, true, runes.Width);
            return true;
        }

        if (text[0] != '\\')
        {
            value = text[0];
            return true;
        }

        if (text.Length < 2)
        {
            return false;
        }

        width = 2;
        switch (text[1])
        {
            case (byte)'x':
                width = 4;
                return TryReadDigits(text[2..], 2, 16, out value);
            case (byte)'u' or (byte)'U':
                isMultibyte = true;
                width = text[1] == 'u' ? 6 : 10;
                return TryReadDigits(text[2..], width - 2, 16, out value) && Rune.IsValid(value);
            case >= (byte)'0' and <= (byte)'7':
                width = 4;
                return TryReadDigits(text[1..], 3, 8, out value) && value <= 255;
            case (byte)'\'' or (byte)'"' when text[1] != quote:
                return false;
            default:
                value = Unescape(text[1]);
                return value >= 0;
        }
    }

    private static int Unescape(byte c) => c switch
    {
        (byte)'a' => '\a',
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        (byte)'v' => '\v',
        (byte)'\\' or (byte)'\'' or (byte)'"' => c,
        _ => -1,
    };

    private static bool TryReadDigits(ReadOnlySpan<byte> text, int count, int numberBase, out int value)
    {
        value = 0;
        if (text.Length < count)
        {
            return false;
        }

        uint sum = 0;
        foreach (byte c in text[..count])
        {
            int digit = IntegerParser.Digit(c);
            if (digit >= numberBase)
            {
                return false;
            }

            sum = (sum * (uint)numberBase) + (uint)digit;
        }

        value = unchecked((int)sum);
        return true;
    }

    private static GoString WithoutCarriageReturns(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\r'))
        {
            return GoString.FromBytes(text);
        }

        GoStringBuilder output = new(text.Length);
        foreach (byte c in text)
        {
            if (c != '\r')
            {
                output.Append(c);
            }
        }

        return output.ToGoString();
    }

    private static void AppendEscaped(GoStringBuilder output, Rune rune, byte quote, bool isAscii)
    {
        int c = rune.Value;
        if (c == quote || c == '\\')
        {
            output.Append((byte)'\\').Append((byte)c);
        }
        else if (GoUnicode.IsPrint(rune) && (c < 0x80 || !isAscii))
        {
            output.Append(rune);
        }
        else if (c is >= '\a' and <= '\r')
        {
            output.Append((byte)'\\').Append("abtnvfr"u8[c - '\a']);
        }
        else if (c is < ' ' or 0x7F)
        {
            AppendHex(output.Append("\\x"u8), c, 2);
        }
        else
        {
            bool isShort = c < 0x10000;
            AppendHex(output.Append(isShort ? "\\u"u8 : "\\U"u8), c, isShort ? 4 : 8);
        }
    }

    private static void AppendHex(GoStringBuilder output, int value, int digits)
    {
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        {
            output.Append(Hex[value >> shift & 0xF]);
        }
    }
}
