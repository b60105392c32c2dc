using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Toml;

/// <summary>Reads the lines of a document into tables (BurntSushi/toml 1.6).</summary>
internal sealed class TomlParser
{
    private const int MaxDepth = 128;

    private readonly TomlCursor _cursor;
    private readonly TomlStringReader _strings;
    private readonly TomlNumberReader _numbers;
    private readonly TomlDocumentBuilder _builder;
    private readonly TomlKeyReader _keys;
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
        _strings = new TomlStringReader(_cursor);
        _numbers = new TomlNumberReader(_cursor);
        _builder = new TomlDocumentBuilder(_cursor);
        _keys = new TomlKeyReader(_cursor, _strings, _builder);
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
        _builder.OpenTable(_keys.ReadHeader(isArray), isArray);
    }

    /// <summary>A key and its value. Returns the key's parts; the value is in the document too.</summary>
    private (List<GoString> Key, object Value) ReadPair(bool isInline)
    {
        List<GoString> key = _keys.ReadKey();
        using (_builder.EnterKey(key, isInline))
        {
            object value = ReadValue(isInArray: false);
            _builder.SetValue(key[^1], value, isArray: value is List<object>);
            return (key, value);
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
                return _numbers.ReadNumberOrTime();
            case '+' or '-':
                return _numbers.ReadSigned();
            case '"' or '\'':
                return _strings.Read((byte)first.Value);
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
