using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Toml;

/// <summary>Reads names: of tables between brackets, and of keys before their <c>=</c>.</summary>
internal sealed class TomlKeyReader
{
    private readonly TomlCursor _cursor;
    private readonly TomlStringReader _strings;
    private readonly TomlDocumentBuilder _builder;

    public TomlKeyReader(TomlCursor cursor, TomlStringReader strings, TomlDocumentBuilder builder)
    {
        _cursor = cursor;
        _strings = strings;
        _builder = builder;
    }

    /// <summary>The name of a table or an array of tables, with the brackets behind it.</summary>
    public List<GoString> ReadHeader(bool isArray)
    {
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

        return key;
    }

    /// <summary>The parts of a key, with the <c>=</c> behind it.</summary>
    public List<GoString> ReadKey()
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

        return key;
    }

    private void ReadKeyPart(List<GoString> key, bool isFirst)
    {
        byte quote = _cursor.Current;
        if (quote is (byte)'"' or (byte)'\'')
        {
            _cursor.Next();
            key.Add(_strings.ReadLine(quote));
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
}
