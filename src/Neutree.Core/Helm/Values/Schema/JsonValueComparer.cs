namespace Neutree.Core.Helm.Values.Schema;

/// <summary>Equality of the JSON Schema data model: numbers by value, objects whatever the order of their members.</summary>
internal sealed class JsonValueComparer : IEqualityComparer<JsonValue>
{
    public static readonly JsonValueComparer Instance = new();

    public bool Equals(JsonValue? x, JsonValue? y)
    {
        if (ReferenceEquals(x, y))
        {
            return true;
        }

        if (x is null || y is null || x.Type != y.Type || x.Items.Length != y.Items.Length)
        {
            return false;
        }

        return x.Type switch
        {
            JsonTypes.Null => true,
            JsonTypes.Boolean => false,
            JsonTypes.Number => x.Text == y.Text || x.Number.Equals(y.Number),
            JsonTypes.String => x.Text == y.Text,
            _ => x.Names.AsSpan().SequenceEqual(y.Names) && ItemsEqual(x.Items, y.Items),
        };
    }

    public int GetHashCode(JsonValue obj)
    {
        HashCode hash = default;
        Add(obj, ref hash);
        return hash.ToHashCode();
    }

    private static void Add(JsonValue value, ref HashCode hash)
    {
        hash.Add((int)value.Type);
        switch (value.Type)
        {
            case JsonTypes.Boolean:
                hash.Add(ReferenceEquals(value, JsonValue.True));
                break;
            case JsonTypes.Number:
                hash.Add(value.Number);
                break;
            case JsonTypes.String:
                hash.Add(value.Text, StringComparer.Ordinal);
                break;
            default:
                foreach (string name in value.Names)
                {
                    hash.Add(name, StringComparer.Ordinal);
                }

                foreach (JsonValue item in value.Items)
                {
                    Add(item, ref hash);
                }

                break;
        }
    }

    private bool ItemsEqual(JsonValue[] x, JsonValue[] y)
    {
        for (int index = 0; index < x.Length; index++)
        {
            if (!Equals(x[index], y[index]))
            {
                return false;
            }
        }

        return true;
    }
}
