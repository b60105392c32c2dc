using System.Collections;
using System.Numerics;

namespace Neutree.Core.Go;

/// <summary>A Go slice. Its elements never change: what changes a list in a template makes a new one. A subclass that is
/// <see cref="IGoMembers"/> is a slice type with methods.</summary>
public class GoSlice : IGoValue, IReadOnlyList<object?>
{
    private readonly object?[]? _items;
    private readonly ReadOnlyMemory<byte> _bytes;

    /// <summary>A slice of <c>[]interface {}</c>, or of another type; takes the array over.</summary>
    public GoSlice(object?[] items, GoType? type = null)
    {
        _items = items;
        Type = type ?? GoType.Slice;
    }

    private GoSlice(GoType type, bool isNil)
    {
        Type = type;
        IsNil = isNil;
        _items = isNil ? [] : null;
    }

    private GoSlice(ReadOnlyMemory<byte> bytes)
        : this(GoType.Bytes, isNil: false) => _bytes = bytes;

    public GoType Type { get; }

    public GoType ElementType => Type.Element!;

    /// <summary>Whether this is Go's nil slice, which JSON prints as <c>null</c>.</summary>
    public bool IsNil { get; }

    public int Count => _items?.Length ?? _bytes.Length;

    /// <summary>Up to where Go would let the slice be extended; the elements beyond <see cref="Count"/> are nil.</summary>
    public int Capacity
    {
        get => Math.Max(field, Count);
        init;
    }

    /// <summary>The element at an index; the caller has checked the bounds.</summary>
    public object? this[int index] => _items is null ? _bytes.Span[index] : _items[index];

    /// <summary>Go's nil slice of a type.</summary>
    public static GoSlice NilOf(GoType type) => new(type, isNil: true);

    /// <summary>A <c>[]uint8</c> over bytes that don't change.</summary>
    public static GoSlice OfBytes(ReadOnlyMemory<byte> bytes) => new(bytes);

    /// <summary>A <c>[]string</c>.</summary>
    public static GoSlice OfStrings(IEnumerable<GoString> strings) => new([.. strings], GoType.StringSlice);

    /// <summary>A <c>[]interface {}</c> that was filled one by one, as decoders do: Go doubles the room up to 512 elements; beyond, it is taken as exact.</summary>
    public static GoSlice Appended(object?[] items) => new(items)
    {
        Capacity = items.Length is > 0 and <= 512 ? (int)BitOperations.RoundUpToPowerOf2((uint)items.Length) : items.Length,
    };

    /// <summary>The bytes of a <c>[]uint8</c>.</summary>
    public bool TryGetBytes(out ReadOnlyMemory<byte> bytes)
    {
        if (Type.Element!.Kind != GoKind.Uint8)
        {
            bytes = default;
            return false;
        }

        bytes = _items is null ? _bytes : _items.Select(static item => (byte)item!).ToArray();
        return true;
    }

    /// <summary>Go's <c>s[start:end]</c>, where the end may be anywhere up to the capacity; the caller has checked the bounds.</summary>
    public GoSlice Between(int start, int end)
    {
        if (_items is null)
        {
            return new GoSlice(_bytes[start..end]);
        }

        object?[] items = new object?[end - start];
        _items.AsSpan(Math.Min(start, Count), Math.Max(Math.Min(end, Count) - start, 0)).CopyTo(items);
        return new GoSlice(items, Type) { Capacity = Capacity - start };
    }

    /// <summary>A copy of the elements.</summary>
    public object?[] ToArray() => _items is null ? [.. this] : [.. _items];

    public IEnumerator<object?> GetEnumerator()
    {
        for (int index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
