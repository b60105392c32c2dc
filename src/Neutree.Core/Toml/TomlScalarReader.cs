using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Toml;

/// <summary>Reads strings, numbers, booleans and times.</summary>
internal sealed class TomlScalarReader
{
    private readonly TomlCursor _cursor;

    public TomlScalarReader(TomlCursor cursor) => _cursor = cursor;

    /// <summary>A string on one line; the cursor is behind its opening quote.</summary>
    public GoString ReadString(byte quote)
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
    public GoString ReadMultiline(byte quote)
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

    /// <summary>What begins with a digit: an integer, a float, or a date or time.</summary>
    public object ReadNumberOrTime()
    {
        int start = _cursor.Position;
        if (_cursor.StartsWith("0x"u8) || _cursor.StartsWith("0o"u8) || _cursor.StartsWith("0b"u8))
        {
            return (object)ReadPrefixed(start);
        }

        SkipWhile(static value => char.IsAsciiDigit((char)value));
        if (_cursor.Current is (byte)'-' or (byte)':' && !(_cursor.Position == start + 1 && _cursor.Since(start)[0] == '0'))
        {
            SkipWhile(static value => char.IsAsciiDigit((char)value) || "-:Tt .Zz+"u8.Contains(value));
            return ReadTime(Encoding.ASCII.GetString(_cursor.Since(start)).Trim());
        }

        return ReadDecimal(start);
    }

    /// <summary>A number with a sign; the cursor is at it.</summary>
    public object ReadSigned()
    {
        int start = _cursor.Position;
        _cursor.Next();
        Rune first = _cursor.Next();
        switch (first.Value)
        {
            case 'i':
                return ReadNamed(start, "nf"u8, _cursor.Since(start)[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity);
            case 'n':
                return ReadNamed(start, "an"u8, double.CopySign(double.NaN, _cursor.Since(start)[0] == '-' ? -1 : 1));
            case '.':
                _cursor.FailHere("floats must start with a digit, not '.'");
                break;
            case '0' when _cursor.Current is (byte)'b' or (byte)'o' or (byte)'x':
                _cursor.FailHere($"cannot use sign with non-decimal numbers: '{Text(start)}{(char)_cursor.Current}'");
                break;
        }

        if (!Rune.IsDigit(first) || !first.IsAscii)
        {
            _cursor.FailHere($"expected a digit but got {TomlCursor.Quoted(first)}");
        }

        return ReadDecimal(start);
    }

    private double ReadNamed(int start, ReadOnlySpan<byte> rest, double value)
    {
        foreach (byte letter in rest)
        {
            if (!_cursor.Take(letter))
            {
                _cursor.FailHere($"invalid float: '{Text(start)}'");
            }
        }

        return value;
    }

    private object ReadDecimal(int start)
    {
        SkipWhile(static value => char.IsAsciiDigit((char)value) || value == '_');
        bool isFloat = _cursor.Current is (byte)'.' or (byte)'e' or (byte)'E';
        if (isFloat)
        {
            SkipWhile(static value => char.IsAsciiDigit((char)value) || "_.-+eE"u8.Contains(value));
        }

        string text = Text(start);
        return isFloat ? (object)ParseFloat(text) : ParseInteger(text);
    }

    private long ReadPrefixed(int start)
    {
        _cursor.Next();
        Rune kind = _cursor.Next();
        (string name, Func<byte, bool> isDigit) = kind.Value switch
        {
            'b' => ("a binary", (Func<byte, bool>)(static value => value is (byte)'0' or (byte)'1')),
            'o' => ("an octal", static value => value is >= (byte)'0' and <= (byte)'7'),
            _ => ("a hexadecimal", static value => char.IsAsciiHexDigit((char)value)),
        };
        if (!isDigit(_cursor.Current))
        {
            _cursor.FailHere($"not {name} number: '{Text(start)}{_cursor.Peek()}'");
        }

        SkipWhile(value => isDigit(value) || value == '_');
        return ParseInteger(Text(start));
    }

    private long ParseInteger(string text)
    {
        string? fault = !AreUnderscoresValid(text) ? "underscores must be surrounded by digits" : HasLeadingZero(text) ? "cannot have leading zeroes" : null;
        if (fault is not null)
        {
            _cursor.Fail($"Invalid integer {GoQuote.Quote(text)}: {fault}", _cursor.Line);
        }

        if (!GoNumbers.ParseInt(Encoding.ASCII.GetBytes(text.Replace("_", "", StringComparison.Ordinal)), 0, 64, out long value, out _))
        {
            _cursor.Fail($"{text} is out of range for int64", _cursor.Line);
        }

        return value;
    }

    private double ParseFloat(string text)
    {
        string[] parts = text.Split(['.', 'e', 'E'], StringSplitOptions.RemoveEmptyEntries);
        string? fault = !Array.TrueForAll(parts, AreUnderscoresValid) ? "underscores must be surrounded by digits"
            : parts.Length > 0 && HasLeadingZero(parts[0]) ? "cannot have leading zeroes"
            : !ArePointsValid(text) ? "'.' must be followed by one or more digits"
            : null;
        if (fault is not null)
        {
            _cursor.Fail($"Invalid float {GoQuote.Quote(text)}: {fault}", _cursor.Line);
        }

        if (!GoNumbers.ParseFloat(Encoding.ASCII.GetBytes(text.Replace("_", "", StringComparison.Ordinal)), 64, out double value, out string? error))
        {
            bool isTooLarge = error!.Contains("out of range", StringComparison.Ordinal);
            _cursor.Fail(isTooLarge ? $"{text} is out of range for float64" : $"Invalid float value: {GoQuote.Quote(text)}", _cursor.Line);
        }

        return value;
    }

    private TomlTime ReadTime(string text)
    {
        string upper = text.Replace('z', 'Z').Replace('t', 'T').Replace(' ', 'T');
        TomlTime? time = TomlTime.Parse(upper);
        if (time is null)
        {
            _cursor.Fail($"invalid datetime: {GoQuote.Quote(upper)}", _cursor.Line);
        }

        return time;
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
            _cursor.Fail($"Escaped character '\\u{Text(_cursor.Position - digits)}' is not valid UTF-8.", _cursor.Line);
        }

        text.Append(new Rune((int)code));
    }

    private void SkipWhile(Func<byte, bool> isPart)
    {
        while (!_cursor.IsAtEnd && isPart(_cursor.Current))
        {
            _cursor.Next();
        }

        // Go's lexer has looked at the character behind a number, while the key is still known.
        _cursor.Peek();
    }

    private string Text(int start) => Encoding.UTF8.GetString(_cursor.Since(start));

    private static bool HasLeadingZero(string text) =>
        (text.Length > 1 && text[0] == '0' && text[1] is not ('b' or 'o' or 'x')) || (text.Length > 2 && text[0] is '-' or '+' && text[1] == '0');

    private static bool AreUnderscoresValid(string text)
    {
        bool mayFollow = false;
        foreach (char sign in text)
        {
            if (sign == '_' && !mayFollow)
            {
                return false;
            }

            mayFollow = char.IsAsciiHexDigit(sign);
        }

        return mayFollow;
    }

    private static bool ArePointsValid(string text)
    {
        bool afterPoint = false;
        foreach (char sign in text)
        {
            if (afterPoint && !char.IsAsciiDigit(sign))
            {
                return false;
            }

            afterPoint = sign == '.';
        }

        return !afterPoint;
    }
}
