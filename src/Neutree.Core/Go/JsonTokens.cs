using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Neutree.Core.Go;

/// <summary>The words, numbers and strings of a JSON text, one after the other, and what Go says of those that are none.</summary>
internal ref struct JsonTokens
{
    private readonly ReadOnlySpan<byte> _json;
    private readonly bool _keepIntegers;
    private int _position;

    /// <param name="json">The text.</param>
    /// <param name="keepIntegers">Whether a number without point and exponent becomes an <c>int64</c> where it fits.</param>
    public JsonTokens(ReadOnlySpan<byte> json, bool keepIntegers)
    {
        _json = json;
        _keepIntegers = keepIntegers;
    }

    /// <summary>What is wrong with the text; null where nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>The next byte to look at.</summary>
    public int Position
    {
        readonly get => _position;
        set => _position = value;
    }

    /// <summary>Passes over white space.</summary>
    /// <returns>The byte behind it, or -1 at the end.</returns>
    public int Next()
    {
        while (_position < _json.Length && IsSpace(_position))
        {
            _position++;
        }

        return _position < _json.Length ? _json[_position] : -1;
    }

    /// <summary>Notes what is wrong at this position, in Go's words.</summary>
    /// <returns>False.</returns>
    public bool Fail(string context)
    {
        Error = JsonSyntaxError.Describe(_json, _position, context);
        return false;
    }

    public bool TryReadWord(ReadOnlySpan<byte> word)
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

    public bool TryReadNumber(out object? value)
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

    public bool TryReadText([NotNullWhen(true)] out GoString? text)
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

    private bool TryReadDigits(string context)
    {
        int start = _position;
        while (_position < _json.Length && _json[_position] is >= (byte)'0' and <= (byte)'9')
        {
            _position++;
        }

        return _position > start || Fail(context);
    }

    private readonly bool IsSpace(int position) => _json[position] is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n';
}
