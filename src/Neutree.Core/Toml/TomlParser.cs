using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Toml;

/// <summary>Reads the lines of a document into tables (BurntSushi/toml 1.6).</summary>
internal sealed class TomlParser
{
    private const int MaxDepth = 128;

    private readonly TomlCursor _cursor;
    private readonly TomlScalarReader _scalars;
    private readonly TomlDocumentBuilder _builder;
    private int _arrayDepth;

    public TomlParser(GoString text)
    {
        ReadOnlySpan<byte> bytes = text.Span;
        bytes = bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..] ? bytes[2..] : bytes is [0xEF, 0xBB, 0xBF, ..] ? bytes[3..] : bytes;
        if (bytes[..Math.Min(bytes.Length, 6)].Contains((byte)0))
        {
            const string Problem = "files cannot contain NULL bytes; probably using UTF-16; TOML files must be UTF-8";
            throw new TomlException("toml: line 1: " + Problem, 1, Problem);
        }

        _cursor = new TomlCursor(bytes);
        _scalars = new TomlScalarReader(_cursor);
        _builder = new TomlDocumentBuilder(_cursor);
        _cursor.LastKey = () => _builder.CurrentKey;
    }

    public TomlTable Parse()
    {
        while (true)
        {
            _cursor.SkipToContent();
            if (_cursor.IsAtEnd)
            {
                return _builder.Root;
            }

            if (_cursor.Take((byte)'['))
            {
                ReadHeader();
            }
            else
            {
                ReadPair(isInline: false);
            }

            EndLine();
        }
    }

    private void ReadHeader()
    {
        bool isArray = _cursor.Take((byte)'[');
        List<GoString> key = [];
        do
        {
            _cursor.SkipBlanks();
            Rune first = _cursor.Peek();
            if (first.Value == ']' || _cursor.IsAtEnd)
            {
                _cursor.FailHere("unexpected end of table name (table names cannot be empty)");
            }

            if (first.Value == '.')
            {
                _cursor.FailHere("unexpected table separator (table names cannot be empty)");
            }

            ReadKeyPart(key, isFirst: key.Count == 0);
            _cursor.SkipBlanks();
        }
        while (_cursor.Take((byte)'.'));

        Rune end = _cursor.Next();
        if (end.Value != ']')
        {
            _cursor.FailHere($"expected '.' or ']' to end table name, but got {TomlCursor.Quoted(end)} instead");
        }

        if (isArray && _cursor.Next() is var last && last.Value != ']')
        {
            _cursor.FailHere($"expected end of table array name delimiter ']', but got {TomlCursor.Quoted(last)} instead");
        }

        _builder.OpenTable(key, isArray);
    }

    /// <summary>A key and its value. Returns the key's parts; the value is in the document too.</summary>
    private (List<GoString> Key, object Value) ReadPair(bool isInline)
    {
        _cursor.SkipBlanks();
        Rune first = _cursor.Peek();
        if (first.Value == '=' || _cursor.IsAtEnd)
        {
            _cursor.FailHere("unexpected '=': key name appears blank");
        }

        if (first.Value == '.')
        {
            _cursor.FailHere("unexpected '.': keys cannot start with a '.'");
        }

        List<GoString> key = [];
        do
        {
            _cursor.SkipBlanks();
            if (key.Count > 0 && (_cursor.IsAtEnd || _cursor.Current is (byte)'=' or (byte)'.'))
            {
                _cursor.FailHere(_cursor.Current == '.' ? "unexpected '.'" : "unexpected '='");
            }

            ReadKeyPart(key, isFirst: key.Count == 0);
            _cursor.SkipBlanks();
        }
        while (_cursor.Take((byte)'.'));

        int line = _cursor.Line;
        Rune end = _cursor.Next();
        if (end.Value != '=')
        {
            if (end.Value == 0)
            {
                _cursor.FailHere("unexpected EOF; expected key separator '='");
            }

            string problem = $"expected '.' or '=', but got {TomlCursor.Quoted(end)} instead";
            if (end.Value == '\n')
            {
                _cursor.Fail(problem, line);
            }

            _cursor.FailHere(problem);
        }

        using (_builder.EnterKey(key, isInline))
        {
            object value = ReadValue(isInArray: false);
            _builder.SetValue(key[^1], value, isArray: value is List<object>);
            return (key, value);
        }
    }

    private void ReadKeyPart(List<GoString> key, bool isFirst)
    {
        byte quote = _cursor.Current;
        if (quote is (byte)'"' or (byte)'\'')
        {
            _cursor.Next();
            key.Add(_scalars.ReadString(quote));
        }
        else
        {
            int start = _cursor.Position;
            while (!_cursor.IsAtEnd && _cursor.Peek() is { IsAscii: true, Value: var value } && (char.IsAsciiLetterOrDigit((char)value) || value is '_' or '-'))
            {
                _cursor.Next();
            }

            key.Add(GoString.FromBytes(_cursor.Since(start)));
        }

        if (isFirst)
        {
            _builder.KeyLine = _cursor.Line;
        }
    }

    private object ReadValue(bool isInArray)
    {
        _cursor.SkipBlanks();
        int line = _cursor.Line;
        int start = _cursor.Position;
        Rune first = _cursor.Peek();
        switch (first.Value)
        {
            case >= '0' and <= '9':
                return _scalars.ReadNumberOrTime();
            case '+' or '-':
                return _scalars.ReadSigned();
            case '"' or '\'':
                return ReadString((byte)first.Value);
            case '[':
                _cursor.Next();
                return ReadArray();
            case '{':
                _cursor.Next();
                return ReadInlineTable(isInArray);
            case 'i' when _cursor.StartsWith("inf"u8):
            case 'n' when _cursor.StartsWith("nan"u8):
                _cursor.Next();
                _cursor.Next();
                _cursor.Next();
                return first.Value == 'i' ? double.PositiveInfinity : double.CopySign(double.NaN, 1);
        }

        if (Rune.IsLetter(first))
        {
            while (!_cursor.IsAtEnd && Rune.IsLetter(_cursor.Peek()))
            {
                _cursor.Next();
            }

            ReadOnlySpan<byte> word = _cursor.Since(start);
            if (word.SequenceEqual("true"u8) || word.SequenceEqual("false"u8))
            {
                return word.Length == 4;
            }

            _cursor.FailHere($"expected value but found {GoQuote.Quote(GoString.FromBytes(word))} instead");
        }

        _cursor.Next();
        if (first.Value == 0)
        {
            _cursor.FailHere("unexpected EOF; expected value");
        }

        if (first.Value == '.')
        {
            _cursor.FailHere("floats must start with a digit, not '.'");
        }

        string problem = $"expected value but found {TomlCursor.Quoted(first)} instead";
        if (first.Value == '\n')
        {
            _cursor.Fail(problem, line);
        }

        _cursor.FailHere(problem);
        throw new InvalidOperationException();
    }

    private GoString ReadString(byte quote)
    {
        _cursor.Next();
        if (!_cursor.StartsWith([quote, quote]))
        {
            return _scalars.ReadString(quote);
        }

        _cursor.Next();
        _cursor.Next();
        return _scalars.ReadMultiline(quote);
    }

    private List<object> ReadArray()
    {
        if (_arrayDepth >= MaxDepth)
        {
            _cursor.Fail($"exceeds maximum array depth of {MaxDepth}", _builder.KeyLine);
        }

        _arrayDepth++;
        _builder.MarkArray();
        List<object> items = [];
        _cursor.SkipToContent();
        while (!_cursor.Take((byte)']'))
        {
            if (_cursor.Take((byte)','))
            {
                _cursor.FailHere("unexpected comma");
            }

            items.Add(ReadValue(isInArray: true));
            _cursor.SkipToContent();
            if (!_cursor.Take((byte)',') && _cursor.Current != ']')
            {
                Rune found = _cursor.Next();
                _cursor.FailHere($"expected a comma (',') or array terminator (']'), but got {(found.Value == 0 ? "end of file" : $"'{found}'")}");
            }

            _cursor.SkipToContent();
        }

        _arrayDepth--;
        return items;
    }

    private TomlTable ReadInlineTable(bool isInArray)
    {
        TomlTable table = new();
        using (_builder.EnterInlineTable(isInArray))
        {
            _cursor.SkipToContent();
            while (!_cursor.Take((byte)'}'))
            {
                if (_cursor.Take((byte)','))
                {
                    _cursor.FailHere("unexpected comma");
                }

                (List<GoString> key, object value) = ReadPair(isInline: true);
                AddTo(table, key, value);
                _cursor.SkipToContent();
                if (!_cursor.Take((byte)',') && _cursor.Current != '}')
                {
                    Rune found = _cursor.Next();
                    _cursor.FailHere($"expected a comma or an inline table terminator '}}', but got {(found.Value == 0 ? "end of file" : $"'{found}'")} instead");
                }

                _cursor.SkipToContent();
            }
        }

        return table;
    }

    private static void AddTo(TomlTable table, List<GoString> key, object value)
    {
        for (int index = 0; index < key.Count - 1; index++)
        {
            if (!table.Entries.TryGetValue(key[index], out object? inner))
            {
                inner = new TomlTable();
                table.Entries[key[index]] = inner;
            }

            table = (TomlTable)inner;
        }

        table.Entries[key[^1]] = value;
    }

    private void EndLine()
    {
        _cursor.SkipBlanks();
        if (!_cursor.IsAtEnd && _cursor.Current != '#' && !TomlCursor.IsBreak(_cursor.Current))
        {
            Rune found = _cursor.Next();
            _cursor.FailHere($"expected a top-level item to end with a newline, comment, or EOF, but got {TomlCursor.Quoted(found)} instead");
        }
    }
}
