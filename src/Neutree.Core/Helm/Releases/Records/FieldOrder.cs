using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Releases.Records;

/// <summary>
/// The order in which a struct of Helm declares its fields, and so writes them. Applied to a JSON object that was read, it gives back the
/// same text; fields it doesn't know follow behind.
/// </summary>
/// <param name="fields">Names, each with the order of the objects it holds or lists; null where there are none, or of free form.</param>
internal sealed class FieldOrder(params (string Name, FieldOrder? Inner)[] fields)
{
    private readonly HashSet<GoString> _known = [.. fields.Select(static field => (GoString)field.Name)];

    /// <summary>The same value, in order; what isn't an object or a list of objects stays as it is.</summary>
    public object? Apply(object? value) => value switch
    {
        GoMap { IsNil: false } map => Apply(map),
        GoSlice { IsNil: false } list => new GoSlice([.. list.Select(Apply)]),
        _ => value,
    };

    private ChartObject Apply(GoMap map)
    {
        ChartObject ordered = new();
        foreach ((string name, FieldOrder? inner) in fields)
        {
            if (map.TryGetValue(name, out object? value))
            {
                ordered.Add(name, inner is null ? value : inner.Apply(value));
            }
        }

        foreach ((GoString name, object? value) in map)
        {
            if (!_known.Contains(name))
            {
                ordered.Add(name.ToString(), value);
            }
        }

        return ordered;
    }
}
