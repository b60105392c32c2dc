using System.Buffers;
using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Yaml;

/// <summary>Writes indentation, indicators and scalars, and knows where the line stands (libyaml's emitter as go-yaml has it).</summary>
internal sealed class YamlEmitter
{
    /// <summary>Columns by which a level is indented.</summary>
    public const int IndentStep = 2;

    private static readonly SearchValues<byte> SafeAscii = SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(static code => (byte)code)]);

    private readonly GoStringBuilder _output;
    private readonly int _width;
    private int _column;
    private bool _isAfterWhite = true;

    /// <param name="output">Where the text goes.</param>
    /// <param name="width">A line is broken at the first space beyond this column.</param>
    public YamlEmitter(GoStringBuilder output, int width)
    {
        _output = output;
        _width = width;
    }

    /// <summary>The column of the collection under way; -1 outside of any.</summary>
    public int Indent { get; set; } = -1;

    /// <summary>Whether the line holds only indentation and the signs that count as such so far.</summary>
    public bool IsIndentation { get; private set; } = true;

    /// <summary>Begins a line at the indentation, unless it is begun and the column is right.</summary>
    public void WriteIndent()
    {
        int indent = Math.Max(Indent, 0);
        if (!IsIndentation || _column > indent || (_column == indent && !_isAfterWhite))
        {
            WriteBreak();
        }

        if (_column < indent)
        {
            _output.AppendRepeated((byte)' ', indent - _column);
            _column = indent;
        }

        _isAfterWhite = true;
        IsIndentation = true;
    }

    /// <summary>Writes an indicator.</summary>
    /// <param name="indicator">Its signs.</param>
    /// <param name="needsSpace">Whether white space must come before it.</param>
    /// <param name="isIndentation">Whether the line's indentation goes on behind it.</param>
    public void WriteIndicator(ReadOnlySpan<byte> indicator, bool needsSpace, bool isIndentation = false)
    {
        if (needsSpace && !_isAfterWhite)
        {
            Put((byte)' ');
        }

        _output.Append(indicator);
        _column += indicator.Length;
        _isAfterWhite = false;
        IsIndentation &= isIndentation;
    }

    /// <summary>Writes a scalar.</summary>
    /// <param name="text">Its text, valid UTF-8.</param>
    /// <param name="style">How.</param>
    /// <param name="mayBreak">Whether a long line may be broken at spaces.</param>
    public void WriteScalar(ReadOnlySpan<byte> text, YamlScalarStyle style, bool mayBreak)
    {
        int outer = Indent;
        Indent = outer < 0 ? IndentStep : outer + IndentStep;
        switch (style)
        {
            case YamlScalarStyle.Plain:
                WritePlain(text, mayBreak);
                break;
            case YamlScalarStyle.SingleQuoted:
                WriteSingleQuoted(text, mayBreak);
                break;
            case YamlScalarStyle.DoubleQuoted:
                WriteDoubleQuoted(text, mayBreak);
                break;
            default:
                WriteLiteral(text);
                break;
        }

        Indent = outer;
    }

    private void WritePlain(ReadOnlySpan<byte> text, bool mayBreak)
    {
        if (!_isAfterWhite)
        {
            Put((byte)' ');
        }

        if (_column + text.Length <= _width && !text.ContainsAnyExcept(SafeAscii))
        {
            _output.Append(text);
            _column += text.Length;
        }
        else
        {
            WriteFolded(text, mayBreak, isQuoted: false);
        }

        _isAfterWhite = false;
        IsIndentation = false;
    }

    private void WriteSingleQuoted(ReadOnlySpan<byte> text, bool mayBreak)
    {
        WriteIndicator("'"u8, needsSpace: true);
        WriteFolded(text, mayBreak, isQuoted: true);
        WriteIndicator("'"u8, needsSpace: false);
        _isAfterWhite = false;
        IsIndentation = false;
    }

    /// <summary>The text of a plain or single-quoted scalar: broken at spaces where a line is long, line breaks doubled.</summary>
    private void WriteFolded(ReadOnlySpan<byte> text, bool mayBreak, bool isQuoted)
    {
        bool afterSpace = false;
        bool afterBreak = false;
        for (int at = 0; at < text.Length;)
        {
            if (text[at] == ' ')
            {
                bool isInside = at < text.Length - 1 && text[at + 1] != ' ' && (at > 0 || !isQuoted);
                if (mayBreak && !afterSpace && _column > _width && isInside)
                {
                    WriteIndent();
                }
                else
                {
                    Put((byte)' ');
                }

                at++;
                afterSpace = true;
            }
            else if (YamlCharacters.IsBreak(text, at))
            {
                if (!afterBreak && text[at] == '\n')
                {
                    WriteBreak();
                }

                CopyBreak(text, ref at);
                afterBreak = true;
            }
            else
            {
                if (afterBreak)
                {
                    WriteIndent();
                }

                if (isQuoted && text[at] == '\'')
                {
                    Put((byte)'\'');
                }

                Copy(text, ref at);
                IsIndentation = false;
                afterSpace = false;
                afterBreak = false;
            }
        }
    }

    private void WriteDoubleQuoted(ReadOnlySpan<byte> text, bool mayBreak)
    {
        WriteIndicator("\""u8, needsSpace: true);

        // go-yaml looks for a byte order mark only at the start, and then takes every character for one.
        bool escapesAll = text is [0xEF, 0xBB, 0xBF, ..];
        bool afterSpace = false;
        for (int at = 0; at < text.Length;)
        {
            byte current = text[at];
            if (escapesAll || current is (byte)'"' or (byte)'\\' || !YamlCharacters.IsPrintable(text, at) || YamlCharacters.IsBreak(text, at))
            {
                Rune.DecodeFromUtf8(text[at..], out Rune rune, out int width);
                WriteEscape(rune.Value);
                at += width;
                afterSpace = false;
            }
            else if (current == ' ')
            {
                if (mayBreak && !afterSpace && _column > _width && at > 0 && at < text.Length - 1)
                {
                    WriteIndent();
                    if (text[at + 1] == ' ')
                    {
                        Put((byte)'\\');
                    }
                }
                else
                {
                    Put(current);
                }

                at++;
                afterSpace = true;
            }
            else
            {
                Copy(text, ref at);
                afterSpace = false;
            }
        }

        WriteIndicator("\""u8, needsSpace: false);
        _isAfterWhite = false;
        IsIndentation = false;
    }

    private void WriteEscape(int rune)
    {
        Put((byte)'\\');
        char sign = rune switch
        {
            0 => '0',
            0x07 => 'a',
            0x08 => 'b',
            0x09 => 't',
            0x0A => 'n',
            0x0B => 'v',
            0x0C => 'f',
            0x0D => 'r',
            0x1B => 'e',
            '"' or '\\' => (char)rune,
            0x85 => 'N',
            0xA0 => '_',
            0x2028 => 'L',
            0x2029 => 'P',
            <= 0xFF => 'x',
            <= 0xFFFF => 'u',
            _ => 'U',
        };
        Put((byte)sign);
        int digits = sign switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        {
            Put("0123456789ABCDEF"u8[(rune >> shift) & 0xF]);
        }
    }

    private void WriteLiteral(ReadOnlySpan<byte> text)
    {
        WriteIndicator("|"u8, needsSpace: true);
        if (text[0] == ' ' || YamlCharacters.IsBreak(text, 0))
        {
            WriteIndicator("2"u8, needsSpace: false);
        }

        byte chomping = Chomping(text);
        if (chomping != 0)
        {
            WriteIndicator([chomping], needsSpace: false);
        }

        WriteBreak();
        IsIndentation = true;
        _isAfterWhite = true;
        bool afterBreak = true;
        for (int at = 0; at < text.Length;)
        {
            if (YamlCharacters.IsBreak(text, at))
            {
                CopyBreak(text, ref at);
                afterBreak = true;
                continue;
            }

            if (afterBreak)
            {
                WriteIndent();
                afterBreak = false;
            }

            int run = text[at..].IndexOfAnyExcept(SafeAscii);
            run = run < 0 ? text.Length - at : run;
            if (run > 0)
            {
                _output.Append(text.Slice(at, run));
                _column += run;
                at += run;
            }
            else
            {
                Copy(text, ref at);
            }

            IsIndentation = false;
        }
    }

    /// <summary>The sign that says what becomes of the line breaks at the end; 0 where exactly one stays.</summary>
    private static byte Chomping(ReadOnlySpan<byte> text)
    {
        int last = PreviousStart(text, text.Length);
        if (!YamlCharacters.IsBreak(text, last))
        {
            return (byte)'-';
        }

        return last == 0 || YamlCharacters.IsBreak(text, PreviousStart(text, last)) ? (byte)'+' : (byte)0;
    }

    private static int PreviousStart(ReadOnlySpan<byte> text, int end)
    {
        int at = end - 1;
        while ((text[at] & 0xC0) == 0x80)
        {
            at--;
        }

        return at;
    }

    private void CopyBreak(ReadOnlySpan<byte> text, ref int at)
    {
        if (text[at] == '\n')
        {
            WriteBreak();
            at++;
        }
        else
        {
            Copy(text, ref at);
            _column = 0;
        }

        IsIndentation = true;
    }

    private void WriteBreak()
    {
        _output.Append((byte)'\n');
        _column = 0;
    }

    private void Copy(ReadOnlySpan<byte> text, ref int at)
    {
        int width = YamlCharacters.Width(text[at]);
        _output.Append(text.Slice(at, width));
        _column++;
        at += width;
    }

    private void Put(byte value)
    {
        _output.Append(value);
        _column++;
    }
}
