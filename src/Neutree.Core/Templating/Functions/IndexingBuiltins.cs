using Neutree.Core.Go;
using Neutree.Core.Templating.Runtime;

namespace Neutree.Core.Templating.Functions;

/// <summary>Lengths, elements and parts of maps, slices and texts (Go <c>text/template</c> <c>len</c>, <c>index</c>, <c>slice</c>).</summary>
internal static class IndexingBuiltins
{
    /// <summary>The number of elements, entries or bytes.</summary>
    /// <exception cref="GoException">The value has no length.</exception>
    public static TypedValue Length(TypedValue value)
    {
        TypedValue item = value.Indirect(out bool isNil);
        if (isNil)
        {
            throw new GoException("len of nil pointer");
        }

        return item.Data switch
        {
            GoString text => TypedValue.Of(Boxed.Int(text.Length)),
            GoMap map => TypedValue.Of(Boxed.Int(map.Count)),
            GoSlice slice => TypedValue.Of(Boxed.Int(slice.Count)),
            _ when item.IsValid => throw new GoException($"len of type {item.Type}"),
            _ => throw new GoException("reflect: call of reflect.Value.Type on zero Value"),
        };
    }

    /// <summary>Go's <c>item[index0][index1]…</c>; a key that a map doesn't have gives its zero value.</summary>
    /// <exception cref="GoException">An index is out of range or of the wrong type, or there is nothing to index.</exception>
    public static TypedValue Index(TypedValue item, ReadOnlySpan<TypedValue> indexes)
    {
        item = item.WithoutInterface();
        if (!item.IsValid)
        {
            throw new GoException("index of untyped nil");
        }

        foreach (TypedValue index in indexes)
        {
            item = item.Indirect(out bool isNil);
            item = isNil ? throw new GoException("index of nil pointer") : ElementOf(item, index.WithoutInterface());
        }

        return item;
    }

    /// <summary>Go's <c>item[index0:index1]</c>.</summary>
    /// <exception cref="GoException">An index is out of range or of the wrong type, or the item has no parts.</exception>
    public static TypedValue Slice(TypedValue value, ReadOnlySpan<TypedValue> indexes)
    {
        TypedValue item = value.WithoutInterface();
        if (!item.IsValid)
        {
            throw new GoException("slice of untyped nil");
        }

        if (indexes.Length > 3)
        {
            throw new GoException($"too many slice indexes: {indexes.Length}");
        }

        int length = item.Data switch
        {
            GoString when indexes.Length == 3 => throw new GoException("cannot 3-index slice a string"),
            GoString text => text.Length,
            GoSlice slice => slice.Count,
            _ => throw new GoException($"can't slice item of type {item.Type}"),
        };
        int capacity = item.Data is GoSlice extensible ? extensible.Capacity : length;
        Span<int> bounds = [0, length, capacity];
        for (int index = 0; index < indexes.Length; index++)
        {
            bounds[index] = Position(indexes[index], capacity);
        }

        if (bounds[0] > bounds[1])
        {
            throw new GoException($"invalid slice index: {bounds[0]} > {bounds[1]}");
        }

        if (bounds[1] > bounds[2])
        {
            throw new GoException($"invalid slice index: {bounds[1]} > {bounds[2]}");
        }

        return TypedValue.Of(item.Data is GoString whole ? whole.Between(bounds[0], bounds[1]) : ((GoSlice)item.Data!).Between(bounds[0], bounds[1]));
    }

    private static TypedValue ElementOf(TypedValue item, TypedValue index) => item.Data switch
    {
        GoMap map => Entry(map, index),
        GoSlice slice => TypedValue.In(slice.ElementType, slice[ElementPosition(index, slice.Count, "slice")]),
        GoString text => TypedValue.Of(text[ElementPosition(index, text.Length, "string")]),
        _ => throw new GoException($"can't index item of type {item.Type}"),
    };

    private static TypedValue Entry(GoMap map, TypedValue key)
    {
        if (key.Data is not GoString name)
        {
            throw new GoException(key.IsValid
                ? $"value has type {key.Type}; should be string"
                : "value is nil; should be of type string");
        }

        return map.TryGetValue(name, out object? value) ? TypedValue.In(map.Type.Element!, value) : TypedValue.ZeroOf(map.Type.Element!);
    }

    /// <summary>Go checks an index as a bound first, so that the one behind the end has a text of its own.</summary>
    private static int ElementPosition(TypedValue index, int length, string kind)
    {
        int position = Position(index, length);
        return position < length ? position : throw new GoException($"reflect: {kind} index out of range");
    }

    /// <summary>A bound: an index, or the end.</summary>
    private static int Position(TypedValue index, int length)
    {
        TypedValue number = index.WithoutInterface();
        if (!NumberTypes.TryGetSigned(number.Data, out long position))
        {
            if (!NumberTypes.TryGetUnsigned(number.Data, out ulong unsigned))
            {
                throw new GoException(number.IsValid
                    ? $"cannot index slice/array with type {number.Type}"
                    : "cannot index slice/array with nil");
            }

            position = unchecked((long)unsigned);
        }

        return position >= 0 && position <= length ? (int)position : throw new GoException($"index out of range: {position}");
    }
}
