using Neutree.Core.Go;
using Neutree.Core.Yaml;

namespace Neutree.Core.Helm.Charts;

/// <summary>
/// Reads the fields of one of Helm's structs out of YAML, as sigs.k8s.io/yaml and Go's encoding/json do: names in any case, numbers and
/// booleans taken for a text where a text is wanted, null for what is there already.
/// </summary>
/// <param name="type">The struct's name in messages: <c>Dependency</c>.</param>
/// <param name="path">The fields that lead to it, with a dot behind each: <c>dependencies.</c></param>
internal readonly struct ChartFields(string type, string path)
{
    /// <summary>The mapping of a whole document; null for an empty one.</summary>
    /// <param name="text">The YAML text.</param>
    /// <param name="type">The struct's Go type in messages: <c>v2.Metadata</c>.</param>
    /// <exception cref="GoException">It is no YAML, or no mapping.</exception>
    public static GoMap? ReadDocument(GoString text, string type) => YamlReader.ReadKeepingIntegers(text) switch
    {
        null => null,
        GoMap map => map,
        object other => throw new GoException($"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {JsonTypeName.Of(other)} into Go value of type {type}"),
    };

    /// <summary>The name among <paramref name="names"/> that a key stands for: the same, else the same in another case.</summary>
    public static string? Match(GoString key, ReadOnlySpan<string> names)
    {
        string text = key.ToString();
        string? similar = null;
        foreach (string name in names)
        {
            if (name == text)
            {
                return name;
            }

            similar ??= string.Equals(name, text, StringComparison.OrdinalIgnoreCase) ? name : null;
        }

        return similar;
    }

    public string Text(string field, object? value, string current) => value switch
    {
        null => current,
        _ => YamlReader.TextOf(value)?.ToString() ?? throw Mismatch(field, value, "string"),
    };

    public bool Flag(string field, object? value, bool current) => value switch
    {
        null => current,
        bool flag => flag,
        _ => throw Mismatch(field, value, "bool"),
    };

    public IReadOnlyList<string> Texts(string field, object? value)
    {
        GoSlice items = List(field, value, "[]string");
        string[] texts = new string[items.Count];
        for (int index = 0; index < texts.Length; index++)
        {
            texts[index] = Text(field, items[index], "");
        }

        return texts;
    }

    public IReadOnlyDictionary<string, string> TextMap(string field, object? value, IReadOnlyDictionary<string, string> current)
    {
        if (value is null)
        {
            return new Dictionary<string, string>();
        }

        GoMap map = value as GoMap ?? throw Mismatch(field, value, "map[string]string");
        Dictionary<string, string> texts = new(current, StringComparer.Ordinal);
        foreach ((GoString key, object? item) in map)
        {
            texts[key.ToString()] = Text(field, item, "");
        }

        return texts;
    }

    /// <summary>A list; null is an empty one.</summary>
    public GoSlice List(string field, object? value, string goType) => value switch
    {
        null => new GoSlice([]),
        GoSlice list => list,
        _ => throw Mismatch(field, value, goType),
    };

    /// <summary>An element that is a struct of its own; null where it is null.</summary>
    public GoMap? Object(string field, object? value, string goType) => value switch
    {
        null => null,
        GoMap map => map,
        _ => throw Mismatch(field, value, goType),
    };

    /// <summary>What JSON makes of a value that no text is wanted for.</summary>
    public static object? Plain(object? value) => value switch
    {
        nint number => (double)number,
        ulong number => (double)number,
        GoSlice list => new GoSlice([.. list.Select(Plain)]),
        GoMap map => PlainMap(map),
        _ => value,
    };

    private static GoMap PlainMap(GoMap map)
    {
        GoMap plain = new(capacity: map.Count);
        foreach ((GoString key, object? value) in map)
        {
            plain[key] = Plain(value);
        }

        return plain;
    }

    private GoException Mismatch(string field, object value, string goType) =>
        new($"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {JsonTypeName.Of(value)} into Go struct field {type}.{path}{field} of type {goType}");
}
