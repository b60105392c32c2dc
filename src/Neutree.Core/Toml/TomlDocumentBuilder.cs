using Neutree.Core.Go;

namespace Neutree.Core.Toml;

/// <summary>Puts values where the keys and headers say, and refuses what is defined twice.</summary>
internal sealed class TomlDocumentBuilder
{
    private const int MaxDepth = 128;

    private readonly TomlCursor _cursor;
    private readonly HashSet<GoString> _implicit = [];
    private readonly Dictionary<GoString, bool> _isArray = [];
    private List<GoString> _context = [];
    private GoString _name = GoString.Empty;

    public TomlDocumentBuilder(TomlCursor cursor) => _cursor = cursor;

    public TomlTable Root { get; } = new();

    /// <summary>The line of the key under way.</summary>
    public int KeyLine { get; set; } = 1;

    /// <summary>The full key under way.</summary>
    public GoString CurrentKey =>
        _name.IsEmpty ? TomlKey.Join(_context)
        : _context.Count == 0 ? _name
        : TomlKey.Join(_context) + "." + _name;

    /// <summary>A header: what follows belongs to this table.</summary>
    public void OpenTable(List<GoString> key, bool isArray)
    {
        AddContext(key, isArray);
        SetType(isArray: false);
    }

    /// <summary>
    /// Goes to the table that a dotted key's first parts name, until disposed. In an inline table messages name the key also behind
    /// its value.
    /// </summary>
    public Scope EnterKey(List<GoString> key, bool isInline)
    {
        Scope scope = new(this, _context, isInline ? key[^1] : GoString.Empty);
        _name = key[^1];
        for (int index = 0; index < key.Count - 1; index++)
        {
            List<GoString> context = [.. _context, key[index]];
            _implicit.Add(TomlKey.Join(context));
            AddContext(context, isArray: false);
        }

        return scope;
    }

    /// <summary>Goes into the inline table that is the value of the key under way, until disposed.</summary>
    public Scope EnterInlineTable(bool isInArray)
    {
        Scope scope = new(this, _context, _name);
        List<GoString> context = [.. _context, _name];
        _name = GoString.Empty;
        _context = context;
        _implicit.Add(TomlKey.Join(context));
        AddContext(context, isInArray);
        return scope;
    }

    /// <summary>Says that the key under way holds an array.</summary>
    public void MarkArray() => SetType(isArray: true);

    /// <summary>Sets the value of the key under way.</summary>
    public void SetValue(GoString name, object value, bool isArray)
    {
        Set(name, value);
        SetType(isArray);
    }

    private void AddContext(List<GoString> key, bool isArray)
    {
        if (key.Count >= MaxDepth)
        {
            string problem = $"exceeds maximum table depth of {MaxDepth}";
            throw new TomlException($"toml: line {KeyLine}: {problem}", KeyLine, problem);
        }

        TomlTable table = Root;
        List<GoString> context = [];
        foreach (GoString part in key.SkipLast(1))
        {
            context.Add(part);
            if (!table.Entries.TryGetValue(part, out object? value))
            {
                _implicit.Add(TomlKey.Join(context));
                value = new TomlTable();
                table.Entries[part] = value;
            }

            table = Table(value) ?? Fail($"Key '{TomlKey.Join(context)}' was already created as a hash.");
        }

        _context = context;
        GoString last = key[^1];
        if (!isArray)
        {
            Set(last, new TomlTable());
        }
        else if (!table.Entries.TryGetValue(last, out object? value))
        {
            table.Entries[last] = new List<TomlTable> { new() };
        }
        else if (value is List<TomlTable> tables)
        {
            tables.Add(new TomlTable());
        }
        else
        {
            Fail($"Key '{TomlKey.Join(key)}' was already created and cannot be used as an array.");
        }

        _context = [.. context, last];
    }

    private void Set(GoString name, object value)
    {
        TomlTable table = Root;
        List<GoString> context = [];
        foreach (GoString part in _context)
        {
            context.Add(part);
            table = Table(table.Entries[part]) ?? Fail($"Key '{TomlKey.Join(context)}' has already been defined.");
        }

        context.Add(name);
        if (table.Entries.TryAdd(name, value))
        {
            return;
        }

        GoString key = TomlKey.Join(context);
        if (!_implicit.Remove(key))
        {
            Fail($"Key '{key}' has already been defined.");
        }

        if (_isArray.GetValueOrDefault(key))
        {
            table.Entries[name] = value;
        }
    }

    private void SetType(bool isArray) =>
        _isArray[TomlKey.Join(_name.IsEmpty ? _context.Count == 0 ? [GoString.Empty] : _context : [.. _context, _name])] = isArray;

    /// <summary>The table behind a value, the last one of an array of tables; null for other values.</summary>
    private static TomlTable? Table(object value) => value as TomlTable ?? (value as List<TomlTable>)?[^1];

    private TomlTable Fail(string problem)
    {
        _cursor.Fail(problem, KeyLine);
        return Root;
    }

    /// <summary>Goes back to where the key or inline table began.</summary>
    internal readonly struct Scope : IDisposable
    {
        private readonly TomlDocumentBuilder _builder;
        private readonly List<GoString> _outer;
        private readonly GoString _outerName;

        public Scope(TomlDocumentBuilder builder, List<GoString> outer, GoString outerName)
        {
            _builder = builder;
            _outer = outer;
            _outerName = outerName;
        }

        public void Dispose()
        {
            _builder._context = _outer;
            _builder._name = _outerName;
        }
    }
}
