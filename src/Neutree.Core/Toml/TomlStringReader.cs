using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Toml;

/// <summary>Reads strings: basic and literal, on one line or several.</summary>
internal sealed class TomlStringReader
{
    private readonly TomlCursor _cursor;

    public TomlStringReader(TomlCursor cursor) => _cursor = cursor;

    /// <summary>A string as a value, on one line or several; the cursor is at its opening quote.</summary>
    public GoString Read(byte quote)
    {
        _cursor.Next();
        if (!_cursor.StartsWith([quote, quote]))
        {
            return ReadLine(quote);
        }

        _cursor.Next();
        _cursor.Next();
        return ReadMultiline(quote);
    }

    /// <summary>A string on one line; the cursor is behind its opening quote.</summary>
    public GoString ReadLine(byte quote)
    {
        GoStringBuilder text = new(64);
        int line = _cursor.Line;
        int start = _cursor.Position;
        while (true)
        {
            Rune rune = _cursor.Peek();
            if (_cursor.IsAtEnd)
            {
                _cursor.Next();
                _cursor.FailHere(quote == '"' ? "unexpected EOF; expected '\"'" : "unexpected EOF; expected \"'\"");
            }

            if (rune.Value is '\n' or '\r')
            {
                _cursor.Fail("strings cannot contain newlines", rune.Value == '\r' ? line - 1 : line);
            }

            _cursor.Next();
            if (rune.Value == quote)
            {
                return text.ToGoString();
            }

            if (rune.Value == '\\' && quote == '"')
            {
                ReadEscape(text, start);
            }
            else
            {
                text.Append(rune);
            }
        }
    }

    /// <summary>A string on several lines; the cursor is behind its opening quotes.</summary>
    private GoString ReadMultiline(byte quote)
    {
        GoStringBuilder text = new(64);
        int start = _cursor.Position;
        _ = _cursor.Take((byte)'\r');
        _ = _cursor.Take((byte)'\n');
        while (true)
        {
            Rune rune = _cursor.Peek();
            if (_cursor.IsAtEnd)
            {
                _cursor.Next();
                _cursor.FailHere(quote == '"' ? "unexpected EOF; expected '\"\"\"'" : "unexpected EOF; expected \"'''\"");
            }

            _cursor.Next();
            if (rune.Value == quote && _cursor.StartsWith([quote, quote]))
            {
                if (TryClose(quote, text))
                {
                    return text.ToGoString();
                }
            }
            else if (rune.Value == '\\' && quote == '"')
            {
                if (!TrySkipEscapedBreak())
                {
                    ReadEscape(text, start);
                }
            }
            else
            {
                text.Append(rune);
            }
        }
    }

    /// <summary>Takes the closing quotes, with up to two more before them that belong to the text.</summary>
    private bool TryClose(byte quote, GoStringBuilder text)
    {
        int count = 1;
        while (_cursor.Current == quote && count < 6)
        {
            _cursor.Next();
            count++;
        }

        if (count == 6)
        {
            _cursor.FailHere(quote == '"' ? "unexpected '\"\"\"\"\"\"'" : "unexpected \"''''''\"");
        }

        text.AppendRepeated(quote, count - 3);
        return true;
    }

    private bool TrySkipEscapedBreak()
    {
        ReadOnlySpan<byte> rest = _cursor.Rest;
        int content = rest.IndexOfAnyExcept(" \t\r\n"u8);
        ReadOnlySpan<byte> white = content < 0 ? rest : rest[..content];
        if (!white.Contains((byte)'\n'))
        {
            return false;
        }

        for (int count = white.Length; count > 0; count--)
        {
            _cursor.Next();
        }

        return true;
    }

    /// <summary>An escape behind its backslash; messages show the string from its start.</summary>
    private void ReadEscape(GoStringBuilder text, int start)
    {
        Rune kind = _cursor.Next();
        int digits = kind.Value switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits == 0)
        {
            int value = kind.Value switch
            {
                'b' => '\b', 't' => '\t', 'n' => '\n', 'f' => '\f', 'r' => '\r', 'e' => 0x1B, '"' => '"', '\\' => '\\', _ => -1,
            };
            if (value < 0)
            {
                _cursor.Fail(
                    kind.Value is 0 or '\r' or '\n' ? "unexpected end of line after '\\'"
                    : kind.Value is ' ' or '\t' ? $"invalid escape: '\\{kind}'"
                    : $"invalid escape in string '\\{kind}'", _cursor.Line);
            }

            text.Append((byte)value);
            return;
        }

        long code = 0;
        for (int index = 0; index < digits; index++)
        {
            Rune digit = _cursor.Next();
            if (!digit.IsAscii || !char.IsAsciiHexDigit((char)digit.Value))
            {
                string number = digits switch { 2 => "two", 4 => "four", _ => "eight" };
                _cursor.FailHere($"expected {number} hexadecimal digits after '\\{kind}', but got {GoQuote.Quote(GoString.FromBytes(_cursor.Since(start)))} instead");
            }

            code = (16 * code) + Convert.ToInt32(digit.ToString(), 16);
        }

        if (code > int.MaxValue || !Rune.IsValid((int)code))
        {
            _cursor.Fail($"Escaped character '\\u{Encoding.UTF8.GetString(_cursor.Since(_cursor.Position - digits))}' is not valid UTF-8.", _cursor.Line);
        }

        text.Append(new Rune((int)code));
    }
}
