using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Helm.Values;

/// <summary>Carries out the assignments of one argument on a map of values (Helm 4.1 <c>pkg/strvals</c>).</summary>
/// <param name="text">The argument.</param>
/// <param name="syntax">How it spells keys and values.</param>
internal sealed class SetAssignments(SetText text, SetSyntax syntax)
{
    private const int MaxIndex = 65536;

    private const int MaxNestedKeys = 30;

    // Helm knows neither of the next two limits; without them a short text takes all memory or the whole stack.
    private const int MaxNestedItems = 1000;

    private const int MaxAddedItems = 1 << 22;

    /// <summary>The arrays of the lists made here, which nobody else has seen yet: they are written to in place.</summary>
    private readonly Dictionary<GoSlice, object?[]> _ownLists = new(ReferenceEqualityComparer.Instance);

    private int _addedItems;
    private int _depth;

    /// <summary>Carries out all assignments.</summary>
    /// <exception cref="ValuesException">The text breaks the grammar or treats a value as another type.</exception>
    public void Apply(GoMap values)
    {
        while (TryAssign(values, nestedKeys: 0))
        {
        }
    }

    /// <summary>Reads a key and what it is set to.</summary>
    /// <returns>False where the text ended; an unfinished index at the end is no error.</returns>
    private bool TryAssign(GoMap table, int nestedKeys)
    {
        if (!text.TryReadUntil(syntax.KeyStops, syntax.HasEscapes, out GoString key, out byte stop))
        {
            return key.IsEmpty ? false : throw SetErrors.Invalid($"key {GoQuote.Quote(key)} has no value");
        }

        switch (stop)
        {
            case (byte)'[':
                return TryAssignList(table, key, nestedKeys);
            case (byte)'.':
                return TryAssignTable(table, key, nestedKeys + 1);
            case (byte)',':
                throw SetErrors.Invalid($"key {GoQuote.Quote(key)} has no value (cannot end with ,)");
            default:
                SetValue value = syntax.ReadValue(text);
                Set(table, key, value.Value);
                return !value.EndsText;
        }
    }

    private bool TryAssignTable(GoMap table, GoString key, int nestedKeys)
    {
        if (nestedKeys > MaxNestedKeys)
        {
            throw SetErrors.Invalid($"value name nested level is greater than maximum supported nested level of {MaxNestedKeys}");
        }

        GoMap inner = !table.TryGetValue(key, out object? existing) ? new GoMap()
            : existing as GoMap ?? throw SetErrors.NotOfType(existing, GoType.Map);
        bool goesOn = TryAssign(inner, nestedKeys);
        if (inner.Count > 0)
        {
            Set(table, key, inner);
        }
        else if (goesOn)
        {
            throw SetErrors.Invalid($"key map {GoQuote.Quote(key)} has no value");
        }

        return goesOn;
    }

    private bool TryAssignList(GoMap table, GoString key, int nestedKeys)
    {
        if (!TryReadIndex(out long index))
        {
            return false;
        }

        GoSlice list = !table.TryGetValue(key, out object? existing) ? new GoSlice([])
            : existing as GoSlice ?? throw SetErrors.NotOfType(existing, GoType.Slice);
        bool goesOn = TryAssignItem(ref list, index, nestedKeys);
        Set(table, key, list);
        return goesOn;
    }

    private bool TryAssignItem(ref GoSlice list, long index, int nestedKeys)
    {
        if (index < 0)
        {
            throw SetErrors.Invalid($"negative {index} index not allowed");
        }

        if (++_depth > MaxNestedItems)
        {
            throw SetErrors.TooLarge($"lists are nested in more than {MaxNestedItems} levels");
        }

        bool found = text.TryReadUntil("[.="u8, syntax.HasEscapes, out GoString between, out byte stop);
        if (!between.IsEmpty)
        {
            throw SetErrors.Invalid($"unexpected data at end of array index: {Characters(between)}");
        }

        bool goesOn = found && stop switch
        {
            (byte)'[' => TryAssignNestedItem(ref list, index, nestedKeys),
            (byte)'.' => TryAssignItemTable(ref list, index, nestedKeys),
            _ => SetItem(ref list, index, syntax.ReadValue(text).Value),
        };
        _depth--;
        return goesOn;
    }

    private bool TryAssignNestedItem(ref GoSlice list, long index, int nestedKeys)
    {
        if (!TryReadIndex(out long nextIndex))
        {
            return false;
        }

        object? existing = index < list.Count ? list[(int)index] : null;
        GoSlice nested = existing is null ? GoSlice.NilOf(GoType.Slice)
            : existing as GoSlice ?? throw SetErrors.NotOfType(existing, GoType.Slice);
        bool goesOn = TryAssignItem(ref nested, nextIndex, nestedKeys);
        if (goesOn || existing is not null)
        {
            SetItem(ref list, index, nested);
        }

        return goesOn;
    }

    private bool TryAssignItemTable(ref GoSlice list, long index, int nestedKeys)
    {
        GoMap? inner = index < list.Count ? list[(int)index] as GoMap : null;
        if (inner is null)
        {
            inner = new GoMap();
            if (index < list.Count)
            {
                SetItem(ref list, index, inner);
            }
        }

        return TryAssign(inner, nestedKeys) && SetItem(ref list, index, inner);
    }

    private bool SetItem(ref GoSlice list, long index, object? value)
    {
        if (index > MaxIndex)
        {
            throw SetErrors.Invalid($"index of {index} is greater than maximum supported index of {MaxIndex}");
        }

        if (index < list.Count && _ownLists.TryGetValue(list, out object?[]? own))
        {
            own[(int)index] = value;
            return true;
        }

        object?[] items = new object?[LengthWith((int)index, list.Count)];
        for (int copied = 0; copied < list.Count; copied++)
        {
            items[copied] = list[copied];
        }

        items[(int)index] = value;
        _ownLists.Remove(list);
        list = new GoSlice(items);
        _ownLists.Add(list, items);
        return true;
    }

    private int LengthWith(int index, int count)
    {
        if (index < count)
        {
            return count;
        }

        _addedItems += index + 1 - count;
        return _addedItems <= MaxAddedItems ? index + 1 : throw SetErrors.TooLarge($"lists grow by more than {MaxAddedItems} items");
    }

    private bool TryReadIndex(out long index)
    {
        index = 0;
        if (!text.TryReadUntil("]"u8, syntax.HasEscapes, out GoString digits, out _))
        {
            return false;
        }

        if (!GoNumbers.Atoi(digits.Span, out nint number, out string? reason))
        {
            throw SetErrors.Invalid($"error parsing index: {reason}");
        }

        index = number;
        return true;
    }

    private static GoString Characters(GoString characters)
    {
        List<object?> runes = [];
        foreach (Rune rune in characters.Runes)
        {
            runes.Add(rune.Value);
        }

        return GoFormat.Sprintf("%q", [new GoSlice([.. runes], GoType.SliceOf(GoType.Int32))]);
    }

    private static void Set(GoMap table, GoString key, object? value)
    {
        if (!key.IsEmpty)
        {
            table[key] = value;
        }
    }
}
