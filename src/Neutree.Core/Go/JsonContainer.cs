namespace Neutree.Core.Go;

/// <summary>An array or object that isn't closed yet.</summary>
internal sealed class JsonContainer(bool isMap)
{
    private readonly GoMap? _map = isMap ? new GoMap() : null;
    private readonly List<object?> _items = [];

    public bool IsMap => _map is not null;

    public GoString Key { get; set; } = GoString.Empty;

    public void Add(object? value)
    {
        if (_map is null)
        {
            _items.Add(value);
        }
        else
        {
            _map[Key] = value;
        }
    }

    public object Close() => _map is null ? GoSlice.Appended([.. _items]) : _map;
}
