namespace Neutree.Core.Templating.Runtime;

/// <summary>Values of calls that are being prepared; one array serves all, so that calls allocate nothing.</summary>
internal sealed class ValueStack<T>
{
    private T[] _values = [];

    public int Count { get; private set; }

    public void Push(T value)
    {
        if (Count == _values.Length)
        {
            Array.Resize(ref _values, Math.Max(8, 2 * Count));
        }

        _values[Count++] = value;
    }

    /// <summary>The values from an index on; valid until the next push.</summary>
    public ReadOnlySpan<T> From(int start) => _values.AsSpan(start, Count - start);

    public void Truncate(int count) => Count = count;
}
