using System.Globalization;
using System.Text;

namespace Neutree.Core.Oci.Registries;

/// <summary>
/// The part of TOML that <c>hosts.toml</c> uses: tables with bare, quoted and dotted names; strings, booleans, integers, arrays and
/// inline tables. Tables are dictionaries that keep the file's order.
/// </summary>
internal sealed class TomlDocument
{
    private readonly string _text;
    private readonly string _path;
    private int _at;

    private TomlDocument(string text, string path)
    {
        _text = text;
        _path = path;
    }

    /// <exception cref="RegistryException">The file breaks the grammar; the message names file and line.</exception>
    public static OrderedDictionary<string, object> Parse(string text, string path) => new TomlDocument(text, path).ReadDocument();

    private OrderedDictionary<string, object> ReadDocument()
    {
        OrderedDictionary<string, object> root = [];
        OrderedDictionary<string, object> table = root;
        while (SkipToContent())
        {
            if (Current == '[')
            {
                _at++;
                table = root;
                foreach (string part in ReadKey(']'))
                {
                    table = Enter(table, part);
                }
            }
            else
            {
                ReadPair(table);
            }

            EndOfLine();
        }

        return root;
    }

    private char Current => _at < _text.Length ? _text[_at] : '\0';

    private void ReadPair(OrderedDictionary<string, object> table)
    {
        IReadOnlyList<string> key = ReadKey('=');
        OrderedDictionary<string, object> target = table;
        foreach (string part in key.SkipLast(1))
        {
            target = Enter(target, part);
        }

        SkipBlanks();
        if (!target.TryAdd(key[^1], ReadValue()))
        {
            throw Invalid($"'{key[^1]}' is set twice");
        }
    }

    private OrderedDictionary<string, object> Enter(OrderedDictionary<string, object> table, string name)
    {
        if (!table.TryGetValue(name, out object? value))
        {
            value = new OrderedDictionary<string, object>();
            table.Add(name, value);
        }

        return value as OrderedDictionary<string, object> ?? throw Invalid($"'{name}' is no table");
    }

    private List<string> ReadKey(char end)
    {
        List<string> parts = [];
        while (true)
        {
            SkipBlanks();
            parts.Add(Current is '"' or '\'' ? ReadString() : ReadBareKey());
            SkipBlanks();
            if (Current != end && Current != '.')
            {
                throw Invalid($"'{end}' expected");
            }

            if (_text[_at++] == end)
            {
                return parts;
            }
        }
    }

    private string ReadBareKey()
    {
        int start = _at;
        while (char.IsAsciiLetterOrDigit(Current) || Current is '_' or '-')
        {
            _at++;
        }

        return _at > start ? _text[start.._at] : throw Invalid("a name expected");
    }

    private object ReadValue()
    {
        switch (Current)
        {
            case '"' or '\'':
                return ReadString();
            case '[':
                return ReadArray();
            case '{':
                return ReadInlineTable();
        }

        int start = _at;
        while (_at < _text.Length && !char.IsWhiteSpace(Current) && Current is not (',' or ']' or '}' or '#'))
        {
            _at++;
        }

        string word = _text[start.._at];
        return word switch
        {
            "true" => true,
            "false" => false,
            _ when long.TryParse(word.Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowLeadingSign, null, out long number) => number,
            _ => throw Invalid($"'{word}' is no value"),
        };
    }

    private List<object> ReadArray()
    {
        List<object> items = [];
        _at++;
        while (SkipToContent() && Current != ']')
        {
            items.Add(ReadValue());
            if (SkipToContent() && Current == ',')
            {
                _at++;
            }
            else if (Current != ']')
            {
                throw Invalid("',' or ']' expected");
            }
        }

        Expect(']');
        return items;
    }

    private OrderedDictionary<string, object> ReadInlineTable()
    {
        OrderedDictionary<string, object> table = [];
        _at++;
        SkipBlanks();
        while (Current is not ('}' or '\0'))
        {
            ReadPair(table);
            SkipBlanks();
            if (Current == ',')
            {
                _at++;
                SkipBlanks();
            }
        }

        Expect('}');
        return table;
    }

    private string ReadString()
    {
        char quote = Current;
        string marks = new(quote, 3);
        bool multiline = string.CompareOrdinal(_text, _at, marks, 0, 3) == 0;
        _at += multiline ? 3 : 1;
        StringBuilder value = new();
        while (_at < _text.Length)
        {
            if (multiline ? string.CompareOrdinal(_text, _at, marks, 0, 3) == 0 : Current == quote)
            {
                _at += multiline ? 3 : 1;
                return value.ToString();
            }

            if (Current == '\n' && !multiline)
            {
                break;
            }

            value.Append(Current == '\\' && quote == '"' ? ReadEscape() : _text[_at++].ToString());
        }

        throw Invalid("a string doesn't end");
    }

    private string ReadEscape()
    {
        _at++;
        char kind = Current;
        _at++;
        int digits = kind switch { 'u' => 4, 'U' => 8, _ => 0 };
        if (digits == 0)
        {
            return kind switch
            {
                'n' => "\n", 't' => "\t", 'r' => "\r", 'b' => "\b", 'f' => "\f", '"' => "\"", '\\' => "\\",
                _ => throw Invalid($"'\\{kind}' is no escape"),
            };
        }

        if (_at + digits > _text.Length
            || !int.TryParse(_text.AsSpan(_at, digits), NumberStyles.AllowHexSpecifier, null, out int code)
            || !Rune.IsValid(code))
        {
            throw Invalid("a character's number is wrong");
        }

        _at += digits;
        return new Rune(code).ToString();
    }

    private void Expect(char wanted)
    {
        if (Current != wanted)
        {
            throw Invalid($"'{wanted}' expected");
        }

        _at++;
    }

    private void SkipBlanks()
    {
        while (Current is ' ' or '\t')
        {
            _at++;
        }
    }

    private bool SkipToContent()
    {
        while (_at < _text.Length && (char.IsWhiteSpace(Current) || Current == '#'))
        {
            if (Current == '#')
            {
                SkipComment();
            }
            else
            {
                _at++;
            }
        }

        return _at < _text.Length;
    }

    private void SkipComment()
    {
        while (_at < _text.Length && Current != '\n')
        {
            _at++;
        }
    }

    private void EndOfLine()
    {
        SkipBlanks();
        if (Current == '#')
        {
            SkipComment();
        }

        if (_at < _text.Length && Current is not ('\n' or '\r'))
        {
            throw Invalid("the line should end here");
        }
    }

    private RegistryException Invalid(string reason)
    {
        int line = 1 + _text.AsSpan(0, Math.Min(_at, _text.Length)).Count('\n');
        return new RegistryException("Registry.InvalidHostsFile", ErrorKind.InvalidData, $"{_path} line {line} can't be read: {reason}")
        {
            Target = _path,
        };
    }
}
