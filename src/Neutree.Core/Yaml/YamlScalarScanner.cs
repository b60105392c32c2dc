using System.Buffers;
using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>Scans plain and quoted scalars into their text: line breaks folded, escapes resolved.</summary>
internal sealed class YamlScalarScanner
{
    /// <summary>What may end a run of a plain scalar: blanks, breaks, the end, a colon, and in flow collections their signs.</summary>
    private static readonly SearchValues<byte> PlainStops = SearchValues.Create([0, .. " \t\n\r:"u8, 0xC2, 0xE2]);

    private static readonly SearchValues<byte> FlowPlainStops = SearchValues.Create([0, .. " \t\n\r:,?[]{}"u8, 0xC2, 0xE2]);

    private static readonly SearchValues<byte> SingleQuotedStops = SearchValues.Create([0, .. " \t\n\r'"u8, 0xC2, 0xE2]);

    private static readonly SearchValues<byte> DoubleQuotedStops = SearchValues.Create([0, .. " \t\n\r\"\\"u8, 0xC2, 0xE2]);

    private readonly YamlCursor _cursor;
    private readonly GoStringBuilder _text = new();
    private readonly GoStringBuilder _blanks = new(16);
    private readonly GoStringBuilder _firstBreak = new(4);
    private readonly GoStringBuilder _moreBreaks = new(16);

    public YamlScalarScanner(YamlCursor cursor) => _cursor = cursor;

    /// <summary>A plain scalar.</summary>
    /// <param name="parentIndent">Column of the collection around it, -1 for none; continuing lines lie deeper.</param>
    /// <param name="isInFlow">Whether it stands between brackets or braces.</param>
    /// <param name="endsAtNewLine">Whether line breaks were passed to find its end.</param>
    public YamlToken ScanPlain(int parentIndent, bool isInFlow, out bool endsAtNewLine)
    {
        Clear();
        YamlMark start = _cursor.Mark;
        YamlMark end = start;
        bool afterBreak = false;
        while (!_cursor.IsAtDocumentIndicator && _cursor.Current != '#')
        {
            int from = _cursor.Position;
            SkipPlainRun(isInFlow);
            if (_cursor.Position > from)
            {
                JoinLines(ref afterBreak);
                _text.Append(_cursor.Since(from));
                end = _cursor.Mark;
            }

            if (!_cursor.IsBlank && !_cursor.IsBreak)
            {
                break;
            }

            while (_cursor.IsBlank || _cursor.IsBreak)
            {
                if (afterBreak && _cursor.Column <= parentIndent && _cursor.Current == '\t')
                {
                    _cursor.Fail("found a tab character that violates indentation", start);
                }

                ReadWhite(ref afterBreak);
            }

            if (!isInFlow && _cursor.Column <= parentIndent)
            {
                break;
            }
        }

        _cursor.CheckEnd();
        endsAtNewLine = afterBreak;
        return new YamlToken(YamlTokenKind.Scalar, start, end, _text.ToGoString(), IsPlain: true);
    }

    /// <summary>A scalar in single or double quotes; the cursor is at the opening one.</summary>
    public YamlToken ScanQuoted()
    {
        Clear();
        YamlMark start = _cursor.Mark;
        byte quote = _cursor.Current;
        SearchValues<byte> stops = quote == '"' ? DoubleQuotedStops : SingleQuotedStops;
        _cursor.Skip();
        while (true)
        {
            if (_cursor.IsAtDocumentIndicator)
            {
                _cursor.Fail("found unexpected document indicator", start);
            }

            if (_cursor.IsAtEnd)
            {
                _cursor.Fail("found unexpected end of stream", start);
            }

            bool afterBreak = ScanQuotedRun(quote, stops, start);
            if (_cursor.Current == quote)
            {
                break;
            }

            while (_cursor.IsBlank || _cursor.IsBreak)
            {
                ReadWhite(ref afterBreak);
            }

            JoinLines(ref afterBreak);
        }

        _cursor.Skip();
        return new YamlToken(YamlTokenKind.Scalar, start, _cursor.Mark, _text.ToGoString());
    }

    /// <summary>Passes the characters of a plain scalar up to a blank, a break or its end.</summary>
    private void SkipPlainRun(bool isInFlow)
    {
        while (true)
        {
            int run = _cursor.Rest.IndexOfAny(isInFlow ? FlowPlainStops : PlainStops);
            _cursor.SkipBytes(run);
            bool isInside = _cursor.Current switch
            {
                (byte)':' => !_cursor.IsBlankOrEndAt(1),
                0xC2 or 0xE2 => !_cursor.IsBreak,
                _ => false,
            };
            if (!isInside)
            {
                return;
            }

            _cursor.Skip();
        }
    }

    /// <summary>Passes a run of characters, or one that only looks like the start of a line break.</summary>
    private void SkipRun(SearchValues<byte> stops)
    {
        int run = _cursor.Rest.IndexOfAny(stops);
        if (run > 0)
        {
            _cursor.SkipBytes(run);
        }
        else
        {
            _cursor.Skip();
        }
    }

    /// <summary>Reads up to a blank, a break, the end or the closing quote. Returns whether an escaped line break was passed.</summary>
    private bool ScanQuotedRun(byte quote, SearchValues<byte> stops, YamlMark start)
    {
        while (!_cursor.IsBlankOrEnd)
        {
            byte current = _cursor.Current;
            if (current == quote)
            {
                if (quote != '\'' || _cursor.Peek(1) != '\'')
                {
                    return false;
                }

                _text.Append(quote);
                _cursor.SkipBytes(2);
            }
            else if (quote == '"' && current == '\\')
            {
                if (_cursor.IsBreakAt(1))
                {
                    _cursor.Skip();
                    _cursor.SkipBreak();
                    return true;
                }

                ScanEscape(start);
            }
            else
            {
                int from = _cursor.Position;
                SkipRun(stops);
                _text.Append(_cursor.Since(from));
            }
        }

        return false;
    }

    private void ScanEscape(YamlMark start)
    {
        ReadOnlySpan<byte> text = _cursor.Peek(1) switch
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
            _text.Append(text);
            _cursor.SkipBytes(2);
            return;
        }

        int digits = _cursor.Peek(1) switch { (byte)'x' => 2, (byte)'u' => 4, (byte)'U' => 8, _ => 0 };
        if (digits == 0)
        {
            _cursor.Fail("found unknown escape character", start);
        }

        _cursor.SkipBytes(2);
        long value = 0;
        for (int index = 0; index < digits; index++)
        {
            if (!char.IsAsciiHexDigit((char)_cursor.Peek(index)))
            {
                _cursor.Fail("did not find expected hexdecimal number", start);
            }

            value = (value << 4) + YamlPropertyScanner.HexValue(_cursor.Peek(index));
        }

        if (value > int.MaxValue || !Rune.IsValid((int)value))
        {
            _cursor.Fail("found invalid Unicode character escape code", start);
        }

        _text.Append(new Rune((int)value));
        _cursor.SkipBytes(digits);
    }

    /// <summary>Takes a blank or a line break; blanks count only before the first break.</summary>
    private void ReadWhite(ref bool afterBreak)
    {
        if (_cursor.IsBlank)
        {
            if (!afterBreak)
            {
                _blanks.Append(_cursor.Current);
            }

            _cursor.Skip();
        }
        else if (afterBreak)
        {
            _cursor.ReadBreak(_moreBreaks);
        }
        else
        {
            _blanks.Clear();
            _cursor.ReadBreak(_firstBreak);
            afterBreak = true;
        }
    }

    /// <summary>Writes the white space that was read: a single line break becomes a space, of several the first is dropped.</summary>
    private void JoinLines(ref bool afterBreak)
    {
        if (!afterBreak)
        {
            _text.Append(_blanks.Written);
            _blanks.Clear();
            return;
        }

        if (_firstBreak.Written is not [(byte)'\n', ..])
        {
            _text.Append(_firstBreak.Written);
            _text.Append(_moreBreaks.Written);
        }
        else if (_moreBreaks.Length == 0)
        {
            _text.Append((byte)' ');
        }
        else
        {
            _text.Append(_moreBreaks.Written);
        }

        _firstBreak.Clear();
        _moreBreaks.Clear();
        afterBreak = false;
    }

    private void Clear()
    {
        _text.Clear();
        _blanks.Clear();
        _firstBreak.Clear();
        _moreBreaks.Clear();
    }
}
