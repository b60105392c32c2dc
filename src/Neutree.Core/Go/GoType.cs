using System.Numerics;

namespace Neutree.Core.Go;

/// <summary>
/// A Go type. Values are plain .NET objects: <c>null</c> is the nil interface, <c>bool</c>, <c>nint</c> is <c>int</c>, <c>sbyte</c>,
/// <c>short</c>, <c>int</c> and <c>long</c> are <c>int8</c>…<c>int64</c>, <c>nuint</c>, <c>byte</c>, <c>ushort</c>, <c>uint</c> and
/// <c>ulong</c> the unsigned ones, <c>float</c> and <c>double</c> <c>float32</c> and <c>float64</c>, <c>Complex</c> <c>complex128</c>,
/// and all others <see cref="IGoValue"/>.
/// </summary>
public sealed class GoType
{
    private GoType(GoKind kind, string text, GoType? element = null, bool isNamed = false)
    {
        Kind = kind;
        Text = text;
        Element = element;
        IsNamed = isNamed;
    }

    public static GoType Bool { get; } = new(GoKind.Bool, "bool");

    public static GoType Int { get; } = new(GoKind.Int, "int");

    public static GoType Int8 { get; } = new(GoKind.Int8, "int8");

    public static GoType Int16 { get; } = new(GoKind.Int16, "int16");

    public static GoType Int32 { get; } = new(GoKind.Int32, "int32");

    public static GoType Int64 { get; } = new(GoKind.Int64, "int64");

    public static GoType Uint { get; } = new(GoKind.Uint, "uint");

    public static GoType Uint8 { get; } = new(GoKind.Uint8, "uint8");

    public static GoType Uint16 { get; } = new(GoKind.Uint16, "uint16");

    public static GoType Uint32 { get; } = new(GoKind.Uint32, "uint32");

    public static GoType Uint64 { get; } = new(GoKind.Uint64, "uint64");

    public static GoType Float32 { get; } = new(GoKind.Float32, "float32");

    public static GoType Float64 { get; } = new(GoKind.Float64, "float64");

    public static GoType Complex128 { get; } = new(GoKind.Complex128, "complex128");

    public static GoType String { get; } = new(GoKind.String, "string");

    /// <summary><c>interface {}</c>.</summary>
    public static GoType Interface { get; } = new(GoKind.Interface, "interface {}");

    /// <summary><c>error</c>, an interface.</summary>
    public static GoType Error { get; } = new(GoKind.Interface, "error", isNamed: true);

    /// <summary><c>map[string]interface {}</c>.</summary>
    public static GoType Map { get; } = MapOf(Interface);

    /// <summary><c>map[string]string</c>.</summary>
    public static GoType StringMap { get; } = MapOf(String);

    /// <summary><c>[]interface {}</c>.</summary>
    public static GoType Slice { get; } = SliceOf(Interface);

    /// <summary><c>[]string</c>.</summary>
    public static GoType StringSlice { get; } = SliceOf(String);

    /// <summary><c>[]int</c>.</summary>
    public static GoType IntSlice { get; } = SliceOf(Int);

    /// <summary><c>[]uint8</c>.</summary>
    public static GoType Bytes { get; } = SliceOf(Uint8);

    public GoKind Kind { get; }

    /// <summary>The type as <c>%T</c> prints it: <c>map[string]interface {}</c>, <c>common.Values</c>.</summary>
    public string Text { get; }

    /// <summary>What a map, a slice or a pointer holds.</summary>
    public GoType? Element { get; }

    /// <summary>Whether the type has a name of its own, such as <c>common.Values</c>; it is then assignable only to itself and interfaces, and to unnamed types of its shape.</summary>
    public bool IsNamed { get; }

    /// <summary>Whether a variable of the type can be nil.</summary>
    public bool CanBeNil => Kind is GoKind.Interface or GoKind.Map or GoKind.Slice or GoKind.Pointer or GoKind.Func;

    /// <summary>A map with string keys.</summary>
    public static GoType MapOf(GoType element) => new(GoKind.Map, "map[string]" + element.Text, element);

    public static GoType SliceOf(GoType element) => new(GoKind.Slice, "[]" + element.Text, element);

    public static GoType PointerTo(GoType element) => new(GoKind.Pointer, "*" + element.Text, element);

    /// <summary>A type with a name, such as <c>common.Values</c> or <c>time.Time</c>.</summary>
    public static GoType Named(string name, GoKind kind, GoType? element = null) => new(kind, name, element, isNamed: true);

    /// <summary>A function's type, from its parameters and result as Go prints them.</summary>
    public static GoType Func(string text) => new(GoKind.Func, text);

    /// <summary>The dynamic type of a value; null for the nil interface.</summary>
    /// <exception cref="ArgumentException">The object is no Go value.</exception>
    public static GoType? Of(object? value) => value switch
    {
        null => null,
        IGoValue typed => typed.Type,
        bool => Bool,
        nint => Int,
        long => Int64,
        double => Float64,
        int => Int32,
        byte => Uint8,
        nuint => Uint,
        ulong => Uint64,
        sbyte => Int8,
        short => Int16,
        ushort => Uint16,
        uint => Uint32,
        float => Float32,
        Complex => Complex128,
        _ => throw new ArgumentException($"{value.GetType()} is no Go value", nameof(value)),
    };

    /// <summary>
    /// The Go type that a .NET type stands for in a function's signature: <c>object</c> is <c>interface {}</c>, <see cref="GoMap"/>
    /// <c>map[string]interface {}</c>, <see cref="GoSlice"/> <c>[]interface {}</c>, and scalars as above.
    /// </summary>
    /// <exception cref="ArgumentException">The .NET type stands for none; build the <see cref="GoFunction"/> from explicit types.</exception>
    public static GoType For<T>() => typeof(T) switch
    {
        { } type when type == typeof(GoString) => String,
        { } type when type == typeof(object) => Interface,
        { } type when type == typeof(bool) => Bool,
        { } type when type == typeof(nint) => Int,
        { } type when type == typeof(long) => Int64,
        { } type when type == typeof(double) => Float64,
        { } type when type == typeof(int) => Int32,
        { } type when type == typeof(GoMap) => Map,
        { } type when type == typeof(GoSlice) => Slice,
        { } type => throw new ArgumentException($"{type} stands for no single Go type"),
    };

    /// <summary>Whether both are the same type, as Go's type identity has it.</summary>
    public bool IsIdenticalTo(GoType other) =>
        ReferenceEquals(this, other) || (Kind == other.Kind && IsNamed == other.IsNamed && Text == other.Text);

    public override string ToString() => Text;
}
