namespace Neutree.Core.Helm.Values.Schema;

/// <summary>
/// A value of the JSON Schema data model. Members of an object are sorted by name (ordinal), so that they are found by binary search and
/// visited in one order; numbers keep their literal.
/// </summary>
internal sealed class JsonValue
{
    public static readonly JsonValue Null = new(JsonTypes.Null);
    public static readonly JsonValue True = new(JsonTypes.Boolean);
    public static readonly JsonValue False = new(JsonTypes.Boolean);

    private DecimalNumber? _number;

    private JsonValue(JsonTypes type, string text = "", string[]? names = null, JsonValue[]? items = null)
    {
        Type = type;
        Text = text;
        Names = names ?? [];
        Items = items ?? [];
    }

    /// <summary>Exactly one type; <see cref="JsonTypes.Number"/> for every number.</summary>
    public JsonTypes Type { get; }

    /// <summary>A string's content or a number's literal.</summary>
    public string Text { get; }

    /// <summary>An object's member names.</summary>
    public string[] Names { get; }

    /// <summary>An array's items, or an object's member values in the order of <see cref="Names"/>.</summary>
    public JsonValue[] Items { get; }

    /// <summary>A number's exact value.</summary>
    public DecimalNumber Number => _number ??= DecimalNumber.Parse(Text);

    public bool IsInteger => Type == JsonTypes.Number && Number.IsInteger;

    public static JsonValue Boolean(bool value) => value ? True : False;

    public static JsonValue String(string content) => new(JsonTypes.String, content);

    /// <param name="literal">As JSON writes numbers: <c>-1.50e3</c>.</param>
    public static JsonValue Numeric(string literal) => new(JsonTypes.Number, literal);

    public static JsonValue Array(JsonValue[] items) => new(JsonTypes.Array, items: items);

    /// <summary>Of members with one name the last counts.</summary>
    public static JsonValue Object(IEnumerable<KeyValuePair<string, JsonValue>> members)
    {
        Dictionary<string, JsonValue> last = new(StringComparer.Ordinal);
        foreach ((string name, JsonValue value) in members)
        {
            last[name] = value;
        }

        string[] names = [.. last.Keys];
        JsonValue[] values = [.. last.Values];
        System.Array.Sort(names, values, StringComparer.Ordinal);
        return new JsonValue(JsonTypes.Object, names: names, items: values);
    }

    /// <summary>The position of an object's member in <see cref="Names"/>, negative where there is none.</summary>
    public int IndexOf(string name) => System.Array.BinarySearch(Names, name, StringComparer.Ordinal);

    /// <summary>An object's member, or null.</summary>
    public JsonValue? Member(string name)
    {
        int index = IndexOf(name);
        return index < 0 ? null : Items[index];
    }

    /// <summary>An object's member where it is a string, else null.</summary>
    public string? StringMember(string name) => Member(name) is { Type: JsonTypes.String } member ? member.Text : null;
}
