using Neutree.Core.Go;

namespace Neutree.Core.Templating.Runtime;

/// <summary>
/// A value with the type of the place it was taken from, as Go's <c>reflect.Value</c> has it: an element of a
/// <c>map[string]interface {}</c> is an interface that holds a value, and not that value itself.
/// </summary>
/// <param name="Data">The value; for an interface, the one it holds.</param>
/// <param name="Place">The place's type where that isn't the type of <paramref name="Data"/>: interfaces, types of which it is the nil, and structs
/// that have an address.</param>
internal readonly record struct TypedValue(object? Data, GoType? Place)
{
    private static readonly object Absence = new();

    /// <summary>No value at all, which Go calls the zero <c>reflect.Value</c>.</summary>
    public static TypedValue Invalid => default;

    /// <summary>What a pipeline's first command gets from a command before it: nothing.</summary>
    public static TypedValue Missing => new(Absence, null);

    public bool IsValid => Data is not null || Place is not null;

    public bool IsMissing => ReferenceEquals(Data, Absence);

    public bool IsInterface => Place is { Kind: GoKind.Interface };

    /// <summary>The type of the place or, without one, of the value; null for no value.</summary>
    public GoType? Type => Place ?? GoType.Of(Data);

    public GoKind Kind => Place?.Kind ?? (Data is null ? GoKind.Invalid : GoType.Of(Data)!.Kind);

    /// <summary>Whether it is a nil interface, map, slice, pointer or function.</summary>
    public bool IsNil => Data switch
    {
        null => true,
        GoMap map => map.IsNil && !IsInterface,
        GoSlice slice => slice.IsNil && !IsInterface,
        _ => false,
    };

    /// <summary>A value by itself; null is no value.</summary>
    public static TypedValue Of(object? data) => new(data, null);

    /// <summary>A value taken from a place of a type: a variable, an element, a result.</summary>
    public static TypedValue In(GoType place, object? data)
    {
        if (place.Kind is GoKind.Interface or GoKind.Struct)
        {
            return new(data, place);
        }

        data ??= ZeroDataOf(place);
        return new(data, data is null ? place : null);
    }

    /// <summary>The value in an interface, or the value itself.</summary>
    public TypedValue WithoutInterface() => IsInterface ? Of(Data) : this;

    /// <summary>Looks through interfaces and pointers.</summary>
    /// <param name="isNil">Whether there is nothing behind one of them; the result is then that interface or pointer.</param>
    public TypedValue Indirect(out bool isNil)
    {
        TypedValue value = this;
        isNil = false;
        if (value.IsInterface)
        {
            if (value.Data is null)
            {
                isNil = true;
                return value;
            }

            value = Of(value.Data);
        }

        if (value.Kind == GoKind.Pointer)
        {
            if (value.Data is null)
            {
                isNil = true;
                return value;
            }

            return value.Type!.Element is { } target ? new(value.Data, target) : value;
        }

        return value;
    }

    /// <summary>The zero value of a type.</summary>
    public static TypedValue ZeroOf(GoType type) => In(type, ZeroDataOf(type));

    /// <summary>The zero value of a type as a plain object.</summary>
    public static object? ZeroDataOf(GoType type) => type.Kind switch
    {
        GoKind.Bool => Boxed.False,
        GoKind.String => GoString.Empty,
        GoKind.Map => GoMap.NilOf(type),
        GoKind.Slice => GoSlice.NilOf(type),
        GoKind.Interface or GoKind.Pointer or GoKind.Func or GoKind.Struct => null,
        _ => NumberTypes.FromSigned(type.Kind, 0),
    };
}
