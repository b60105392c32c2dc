namespace Neutree.Core.Go;

/// <summary>
/// Reads one JSON text (Go <c>json.Unmarshal</c> into <c>interface{}</c>). Nesting is kept in a list, not on the call stack, so that hostile
/// input ends in Go's error for too much of it.
/// </summary>
internal ref struct JsonReader
{
    /// <summary>How deep arrays and objects may nest, as in Go.</summary>
    private const int LargestDepth = 10_000;

    private readonly Stack<JsonContainer> _containers = [];
    private JsonTokens _tokens;

    /// <param name="json">The text.</param>
    /// <param name="keepIntegers">Whether a number without point and exponent becomes an <c>int64</c> where it fits.</param>
    public JsonReader(ReadOnlySpan<byte> json, bool keepIntegers = false) => _tokens = new JsonTokens(json, keepIntegers);

    /// <summary>What is wrong with the text; null where nothing is.</summary>
    public readonly string? Error => _tokens.Error;

    /// <summary>Where in the text reading stands: behind the value that was read, or at the byte that is wrong.</summary>
    public int Position
    {
        readonly get => _tokens.Position;
        init => _tokens.Position = value;
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

    private bool IsAtEnd() => _tokens.Next() < 0 || _tokens.Fail("after top-level value");

    /// <summary>Reads a scalar, an empty container, or the opening of one that holds something.</summary>
    private bool TryReadStart(out object? value, out bool isOpen)
    {
        value = null;
        isOpen = false;
        switch (_tokens.Next())
        {
            case '{' or '[':
                return TryOpen(out value, out isOpen);
            case '"':
                bool isText = _tokens.TryReadText(out GoString? text);
                value = text;
                return isText;
            case 't':
                value = Boxed.True;
                return _tokens.TryReadWord("true"u8);
            case 'f':
                value = Boxed.False;
                return _tokens.TryReadWord("false"u8);
            case 'n':
                return _tokens.TryReadWord("null"u8);
            case '-' or (>= '0' and <= '9'):
                return _tokens.TryReadNumber(out value);
            default:
                return _tokens.Fail("looking for beginning of value");
        }
    }

    private bool TryOpen(out object? value, out bool isOpen)
    {
        value = null;
        isOpen = false;
        bool isMap = _tokens.Next() == '{';
        if (_containers.Count >= LargestDepth)
        {
            return _tokens.Fail("exceeded max depth");
        }

        _tokens.Position++;
        if (_tokens.Next() == (isMap ? '}' : ']'))
        {
            _tokens.Position++;
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
        if (_tokens.Next() != '"')
        {
            return _tokens.Fail("looking for beginning of object key string");
        }

        if (!_tokens.TryReadText(out GoString? key))
        {
            return false;
        }

        container.Key = key;
        if (_tokens.Next() != ':')
        {
            return _tokens.Fail("after object key");
        }

        _tokens.Position++;
        return true;
    }

    private bool TryReadSeparator(JsonContainer container, out bool isClosed)
    {
        int c = _tokens.Next();
        isClosed = c == (container.IsMap ? '}' : ']');
        if (!isClosed && c != ',')
        {
            return _tokens.Fail(container.IsMap ? "after object key:value pair" : "after array element");
        }

        _tokens.Position++;
        return isClosed || !container.IsMap || TryReadKey(container);
    }
}
