using Neutree.Core.Go;

namespace Neutree.Core.Toml;

/// <summary>
/// A table with its keys in the order of the file. Values are bool, long, double, <see cref="GoString"/>, <see cref="TomlTime"/>,
/// <see cref="TomlTable"/>, a list of values, or a list of tables.
/// </summary>
internal sealed class TomlTable
{
    public OrderedDictionary<GoString, object> Entries { get; } = [];

    /// <summary>The same as Go's decoder returns it.</summary>
    public GoMap ToGoMap()
    {
        GoMap map = new(capacity: Entries.Count);
        foreach ((GoString key, object value) in Entries)
        {
            map[key] = ToGo(value);
        }

        return map;
    }

    /// <summary>The same with .NET's strings and lists, in the file's order.</summary>
    public OrderedDictionary<string, object> ToDictionary()
    {
        OrderedDictionary<string, object> result = [];
        foreach ((GoString key, object value) in Entries)
        {
            result[key.ToString()] = ToPlain(value);
        }

        return result;
    }

    private static object ToGo(object value) => value switch
    {
        TomlTable table => table.ToGoMap(),
        List<TomlTable> tables => new GoSlice([.. tables.Select(static table => table.ToGoMap())], TomlTypes.TableSlice),
        List<object> list => new GoSlice([.. list.Select(ToGo)]),
        _ => value,
    };

    private static object ToPlain(object value) => value switch
    {
        TomlTable table => table.ToDictionary(),
        List<TomlTable> tables => tables.ConvertAll(static object (table) => table.ToDictionary()),
        List<object> list => list.ConvertAll(ToPlain),
        GoString or TomlTime => value.ToString()!,
        _ => value,
    };
}
