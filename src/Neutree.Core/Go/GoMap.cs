using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Neutree.Core.Go;

/// <summary>
/// A Go map with string keys, shared by reference as Go's are. Enumeration is in the order of the keys, which is how Go's templates,
/// <c>fmt</c> and encoders walk over maps. A subclass that is <see cref="IGoMembers"/> is a map type with methods.
/// </summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Go's own word.")]
public class GoMap : IGoValue, IReadOnlyCollection<KeyValuePair<GoString, object?>>
{
    private readonly Entries? _entries;

    /// <summary>An empty <c>map[string]interface {}</c>, or one of another type.</summary>
    public GoMap(GoType? type = null, int capacity = 0)
    {
        Type = type ?? GoType.Map;
        _entries = new Entries(capacity);
    }

    private GoMap(GoType type, Entries? entries)
    {
        Type = type;
        _entries = entries;
    }

    public GoType Type { get; }

    public int Count => _entries?.Count ?? 0;

    /// <summary>Whether this is Go's nil map: empty, and not to be written to.</summary>
    public bool IsNil => _entries is null;

    /// <summary>The keys in the order of their bytes, as they are now.</summary>
    public IReadOnlyList<GoString> SortedKeys => Keys();

    /// <summary>Sets or gets an entry; a missing one is null.</summary>
    /// <exception cref="GoException">The map is nil.</exception>
    public object? this[GoString key]
    {
        get => _entries is not null && _entries.TryGetValue(key, out object? value) ? value : null;
        set
        {
            if (_entries is null)
            {
                throw new GoException("assignment to entry in nil map");
            }

            _entries.Set(key, value);
        }
    }

    /// <summary>Go's nil map of a type.</summary>
    public static GoMap NilOf(GoType type) => new(type, entries: null);

    public bool ContainsKey(GoString key) => _entries is not null && _entries.ContainsKey(key);

    public bool TryGetValue(GoString key, out object? value)
    {
        if (_entries is not null)
        {
            return _entries.TryGetValue(key, out value);
        }

        value = null;
        return false;
    }

    /// <summary>Removes an entry, if there is one.</summary>
    public bool Remove(GoString key) => _entries is not null && _entries.Delete(key);

    /// <summary>A map of its own with the same values.</summary>
    public GoMap ShallowCopy() => new(Type, new Entries(_entries));

    /// <summary>The same entries, seen as another type: writes to one are seen in the other.</summary>
    public GoMap As(GoType type) => new(type, _entries);

    /// <summary>The entries in the order of their keys; a change while walking isn't seen.</summary>
    public IEnumerator<KeyValuePair<GoString, object?>> GetEnumerator()
    {
        foreach (GoString key in Keys())
        {
            if (_entries!.TryGetValue(key, out object? value))
            {
                yield return new KeyValuePair<GoString, object?>(key, value);
            }
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private GoString[] Keys() => _entries is null ? [] : _entries.SortedKeys;

    /// <summary>What several views of one map share.</summary>
    private sealed class Entries : Dictionary<GoString, object?>
    {
        private GoString[]? _sortedKeys;

        public Entries(int capacity)
            : base(capacity)
        {
        }

        public Entries(Entries? source)
            : base(source ?? new Entries(capacity: 0)) => _sortedKeys = source?._sortedKeys;

        public GoString[] SortedKeys
        {
            get
            {
                if (_sortedKeys is null)
                {
                    _sortedKeys = [.. Keys];
                    Array.Sort(_sortedKeys, static (left, right) => left.CompareTo(right));
                }

                return _sortedKeys;
            }
        }

        public void Set(GoString key, object? value)
        {
            int before = Count;
            this[key] = value;
            if (Count != before)
            {
                _sortedKeys = null;
            }
        }

        public bool Delete(GoString key)
        {
            bool removed = Remove(key);
            if (removed)
            {
                _sortedKeys = null;
            }

            return removed;
        }
    }
}
