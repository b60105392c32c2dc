using System.Buffers;
using System.Text;

namespace Neutree.Core.Yaml;

/// <summary>Writes the texts of scalars in the styles of YAML, lines broken where they are long.</summary>
internal sealed class YamlScalarWriter
{
    private static readonly SearchValues<byte> SafeAscii = SearchValues.Create([.. Enumerable.Range(0x20, 0x5F).Select(static code => (byte)code)]);

    private readonly YamlEmitter _emitter;

    public YamlScalarWriter(YamlEmitter emitter) => _emitter = emitter;

    /// <summary>Writes a scalar.</summary>
    /// <param name="text">Its text, valid UTF-8.</param>
    /// <param name="style">How.</param>
    /// <param name="mayBreak">Whether a long line may be broken at spaces.</param>
    public void Write(ReadOnlySpan<byte> text, YamlScalarStyle style, bool mayBreak)
    {
        int outer = _emitter.Indent;
        _emitter.Indent = outer < 0 ? YamlEmitter.IndentStep : outer + YamlEmitter.IndentStep;
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

        _emitter.Indent = outer;
    }

    private void WritePlain(ReadOnlySpan<byte> text, bool mayBreak)
    {
        if (!_emitter.IsAfterWhite)
        {
            _emitter.Put((byte)' ');
        }

        if (_emitter.Fits(text.Length) && !text.ContainsAnyExcept(SafeAscii))
        {
            _emitter.Copy(text);
        }
        else
        {
            WriteFolded(text, mayBreak, isQuoted: false);
        }

        _emitter.EndText();
    }

    private void WriteSingleQuoted(ReadOnlySpan<byte> text, bool mayBreak)
    {
        _emitter.WriteIndicator("'"u8, needsSpace: true);
        WriteFolded(text, mayBreak, isQuoted: true);
        _emitter.WriteIndicator("'"u8, needsSpace: false);
        _emitter.EndText();
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
                if (mayBreak && !afterSpace && _emitter.IsTooLong && isInside)
                {
                    _emitter.WriteIndent();
                }
                else
                {
                    _emitter.Put((byte)' ');
                }

                at++;
                afterSpace = true;
            }
            else if (YamlCharacters.IsBreak(text, at))
            {
                if (!afterBreak && text[at] == '\n')
                {
                    _emitter.WriteBreak();
                }

                _emitter.CopyBreak(text, ref at);
                afterBreak = true;
            }
            else
            {
                if (afterBreak)
                {
                    _emitter.WriteIndent();
                }

                if (isQuoted && text[at] == '\'')
                {
                    _emitter.Put((byte)'\'');
                }

                _emitter.Copy(text, ref at);
                _emitter.IsIndentation = false;
                afterSpace = false;
                afterBreak = false;
            }
        }
    }

    private void WriteDoubleQuoted(ReadOnlySpan<byte> text, bool mayBreak)
    {
        _emitter.WriteIndicator("\""u8, needsSpace: true);

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
                if (mayBreak && !afterSpace && _emitter.IsTooLong && at > 0 && at < text.Length - 1)
                {
                    _emitter.WriteIndent();
                    if (text[at + 1] == ' ')
                    {
                        _emitter.Put((byte)'\\');
                    }
                }
                else
                {
                    _emitter.Put(current);
                }

                at++;
                afterSpace = true;
            }
            else
            {
                _emitter.Copy(text, ref at);
                afterSpace = false;
            }
        }

        _emitter.WriteIndicator("\""u8, needsSpace: false);
        _emitter.EndText();
    }

    private void WriteEscape(int rune)
    {
        _emitter.Put((byte)'\\');
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
        _emitter.Put((byte)sign);
        int digits = sign switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4)
        {
            _emitter.Put("0123456789ABCDEF"u8[(rune >> shift) & 0xF]);
        }
    }

    private void WriteLiteral(ReadOnlySpan<byte> text)
    {
        _emitter.WriteIndicator("|"u8, needsSpace: true);
        if (text[0] == ' ' || YamlCharacters.IsBreak(text, 0))
        {
            _emitter.WriteIndicator("2"u8, needsSpace: false);
        }

        byte chomping = Chomping(text);
        if (chomping != 0)
        {
            _emitter.WriteIndicator([chomping], needsSpace: false);
        }

        _emitter.WriteBreak();
        _emitter.BeginIndentation();
        bool afterBreak = true;
        for (int at = 0; at < text.Length;)
        {
            if (YamlCharacters.IsBreak(text, at))
            {
                _emitter.CopyBreak(text, ref at);
                afterBreak = true;
                continue;
            }

            if (afterBreak)
            {
                _emitter.WriteIndent();
                afterBreak = false;
            }

            int run = text[at..].IndexOfAnyExcept(SafeAscii);
            run = run < 0 ? text.Length - at : run;
            if (run > 0)
            {
                _emitter.Copy(text.Slice(at, run));
                at += run;
            }
            else
            {
                _emitter.Copy(text, ref at);
            }

            _emitter.IsIndentation = false;
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
}
