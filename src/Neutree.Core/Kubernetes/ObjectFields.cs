using Neutree.Core.Go;

namespace Neutree.Core.Kubernetes;

/// <summary>Reads fields of a part of an object; what is absent or of another type is empty.</summary>
internal readonly struct ObjectFields(GoMap? map)
{
    public bool IsPresent => map is not null;

    /// <summary>The fields' names in their order.</summary>
    public IEnumerable<string> Names => map is null ? [] : map.SortedKeys.Select(key => key.ToString());

    public object? Value(string name) => map?[name];

    public string Text(string name) => Value(name) is GoString text ? text.ToString() : "";

    /// <summary>Null where it is absent.</summary>
    public long? Integer(string name) => Value(name) switch
    {
        long number => number,
        nint number => number,
        double number when number == Math.Floor(number) => (long)number,
        _ => null,
    };

    public bool Flag(string name) => Value(name) is true;

    public ObjectFields Fields(string name) => new(Value(name) as GoMap);

    public IEnumerable<ObjectFields> Items(string name) => List(name).OfType<GoMap>().Select(static item => new ObjectFields(item));

    public IEnumerable<string> Texts(string name) => List(name).OfType<GoString>().Select(static item => item.ToString());

    private IEnumerable<object?> List(string name) => Value(name) as IEnumerable<object?> ?? [];
}
