using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Neutree.Core.Go;

/// <summary>
/// Reads one JSON text (Go <c>json.Unmarshal</c> into <c>interface{}</c>). Nesting is kept in a list, not on the call stack, so that hostile
/// input ends in Go's error for too much of it.
/// </summary>
internal ref struct JsonReader
{
    /// <summary>How deep arrays and objects may nest, as in Go.</summary>
    private const int LargestDepth = 10_000;

    private readonly ReadOnlySpan<byte> _json;
    private readonly bool _keepIntegers;
    private readonly Stack<JsonContainer> _containers = [];
    private int _position;

    /// <param name="json">The text.</param>
    /// <param name="keepIntegers">Whether a number without point and exponent becomes an <c>int64</c> where it fits.</param>
    public JsonReader(ReadOnlySpan<byte> json, bool keepIntegers = false)
    {
        _json = json;
        _keepIntegers = keepIntegers;
    }

    /// <summary>What is wrong with the text; null where nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>Where in the text reading stands: behind the value that was read, or at the byte that is wrong.</summary>
    public int Position
    {
        readonly get => _position;
        init => _position = value;
    }

    /// <summary>Reads the whole text.</summary>
    /// <returns>Whether it is JSON; a number out of range is an <see cref="Error"/> nevertheless.</returns>
    public bool TryRead(out object? value) => TryReadNext(out value) && IsAtEnd();

    /// <summary>Reads one value, and nothing of what follows it.</summary>
    /// <returns>Whether it is JSON; a number out of range is an <see cref="Error"/> nevertheless.</returns>
    public bool TryReadNext(out object? value)
    {
        value = null;
        while (TryReadStart(out object? read, out bool isOpen))
        {
            if (isOpen)
            {
                continue;
            }

            // A finished value may finish those around it.
            while (true)
            {
                if (_containers.Count == 0)
                {
                    value = read;
                    return true;
                }

                JsonContainer container = _containers.Peek();
                container.Add(read);
                if (!TryReadSeparator(container, out bool isClosed))
                {
                    return false;
                }

                if (!isClosed)
                {
                    break;
                }

                read = _containers.Pop().Close();
            }
        }

        return false;
    }

    private readonly bool IsSpace(int position) => _json[position] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';

    private int Next()
    {
        while (_position < _json.Length && IsSpace(_position))
        {
            _position++;
        }

        return _position < _json.Length ? _json[_position] : -1;
    }

    private bool IsAtEnd() => Next() < 0 || Fail("after top-level value");

    /// <summary>Reads a scalar, an empty container, or the opening of one that holds something.</summary>
    private bool TryReadStart(out object? value, out bool isOpen)
    {
        value = null;
        isOpen = false;
        switch (Next())
        {
            case '{' or '[':
                return TryOpen(out value, out isOpen);
            case '"':
                bool isText = TryReadText(out GoString? text);
                value = text;
                return isText;
            case 't':
                value = Boxed.True;
                return TryReadWord("true"u8);
            case 'f':
                value = Boxed.False;
                return TryReadWord("false"u8);
            case 'n':
                return TryReadWord("null"u8);
            case '-' or (>= '0' and <= '9'):
                return TryReadNumber(out value);
            default:
                return Fail("looking for beginning of value");
        }
    }

    private bool TryOpen(out object? value, out bool isOpen)
    {
        value = null;
        isOpen = false;
        bool isMap = _json[_position] == '{';
        if (_containers.Count >= LargestDepth)
        {
            return Fail("exceeded max depth");
        }

        _position++;
        if (Next() == (isMap ? '}' : ']'))
        {
            _position++;
            value = isMap ? new GoMap() : new GoSlice([]);
            return true;
        }

        JsonContainer container = new(isMap);
        _containers.Push(container);
        isOpen = true;
        return !isMap || TryReadKey(container);
    }

    private bool TryReadKey(JsonContainer container)
    {
        if (Next() != '"')
        {
            return Fail("looking for beginning of object key string");
        }

        if (!TryReadText(out GoString? key))
        {
            return false;
        }

        container.Key = key;
        if (Next() != ':')
        {
            return Fail("after object key");
        }

        _position++;
        return true;
    }

    private bool TryReadSeparator(JsonContainer container, out bool isClosed)
    {
        int c = Next();
        isClosed = c == (container.IsMap ? '}' : ']');
        if (!isClosed && c != ',')
        {
            return Fail(container.IsMap ? "after object key:value pair" : "after array element");
        }

        _position++;
        return isClosed || !container.IsMap || TryReadKey(container);
    }

    private bool TryReadWord(ReadOnlySpan<byte> word)
    {
        for (int index = 0; index < word.Length; index++, _position++)
        {
            if (_position >= _json.Length || _json[_position] != word[index])
            {
                return Fail($"in literal {Encoding.ASCII.GetString(word)} (expecting '{(char)word[index]}')");
            }
        }

        return true;
    }

    private bool TryReadNumber(out object? value)
    {
        value = null;
        int start = _position;
        _position += _json[_position] == '-' ? 1 : 0;
        if (_position < _json.Length && _json[_position] == '0')
        {
            _position++;
        }
        else if (!TryReadDigits("in numeric literal"))
        {
            return false;
        }

        if (_position < _json.Length && _json[_position] == '.')
        {
            _position++;
            if (!TryReadDigits("after decimal point in numeric literal"))
            {
                return false;
            }
        }

        if (_position < _json.Length && _json[_position] is (byte)'e' or (byte)'E')
        {
            _position++;
            _position += _position < _json.Length && _json[_position] is (byte)'+' or (byte)'-' ? 1 : 0;
            if (!TryReadDigits("in exponent of numeric literal"))
            {
                return false;
            }
        }

        ReadOnlySpan<byte> number = _json[start.._position];
        if (_keepIntegers && GoNumbers.ParseInt(number, 10, 64, out long whole, out _))
        {
            value = whole;
        }
        else if (GoNumbers.ParseFloat(number, 64, out double parsed, out _))
        {
            value = parsed;
        }
        else
        {
            Error ??= $"json: cannot unmarshal number {Encoding.ASCII.GetString(number)} into Go value of type float64";
        }

        return true;
    }

    private bool TryReadDigits(string context)
    {
        int start = _position;
        while (_position < _json.Length && _json[_position] is >= (byte)'0' and <= (byte)'9')
        {
            _position++;
        }

        return _position > start || Fail(context);
    }

    private bool TryReadText([NotNullWhen(true)] out GoString? text)
    {
        text = null;
        int start = ++_position;
        bool isPlain = true;
        while (_position < _json.Length && _json[_position] != '"')
        {
            byte c = _json[_position];
            isPlain &= c is not (byte)'\\' and < 0x80;
            if (c < ' ')
            {
                return Fail("in string literal");
            }

            _position++;
            if (c == '\\' && !TrySkipEscape())
            {
                return false;
            }
        }

        if (_position >= _json.Length)
        {
            return Fail("");
        }

        ReadOnlySpan<byte> inner = _json[start.._position++];
        text = isPlain ? GoString.FromBytes(inner) : JsonText.Unescape(inner);
        return true;
    }

    private bool TrySkipEscape()
    {
        if (_position >= _json.Length || !"\"\\/bfnrtu"u8.Contains(_json[_position]))
        {
            return Fail("in string escape code");
        }

        if (_json[_position++] != 'u')
        {
            return true;
        }

        for (int count = 0; count < 4; count++, _position++)
        {
            if (_position >= _json.Length || IntegerParser.Digit(_json[_position]) >= 16)
            {
                return Fail("in \\u hexadecimal character escape");
            }
        }

        return true;
    }

    private bool Fail(string context)
    {
        Error = JsonSyntaxError.Describe(_json, _position, context);
        return false;
    }
}
