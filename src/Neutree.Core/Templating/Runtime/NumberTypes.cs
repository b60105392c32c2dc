using System.Numerics;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Runtime;

/// <summary>Numbers of Go's many types: made from constants, and widened to compare and index with.</summary>
internal static class NumberTypes
{
    /// <summary>An integer of a kind; too large ones wrap as Go's conversions do.</summary>
    public static object FromSigned(GoKind kind, long value) => kind switch
    {
        GoKind.Int => Boxed.Int((nint)value),
        GoKind.Int8 => unchecked((sbyte)value),
        GoKind.Int16 => unchecked((short)value),
        GoKind.Int32 => unchecked((int)value),
        GoKind.Int64 => value,
        GoKind.Float32 => (float)value,
        GoKind.Float64 => (double)value,
        GoKind.Complex128 => new Complex(value, 0),
        _ => FromUnsigned(kind, unchecked((ulong)value)),
    };

    /// <summary>An unsigned integer of a kind; too large ones wrap as Go's conversions do.</summary>
    public static object FromUnsigned(GoKind kind, ulong value) => kind switch
    {
        // Without the cast the arms would have ulong as their common type.
        GoKind.Uint => (object)unchecked((nuint)value),
        GoKind.Uint8 => unchecked((byte)value),
        GoKind.Uint16 => unchecked((ushort)value),
        GoKind.Uint32 => unchecked((uint)value),
        GoKind.Uint64 => value,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No kind of number."),
    };

    /// <summary>Reads an integer of a signed type.</summary>
    public static bool TryGetSigned(object? value, out long number)
    {
        switch (value)
        {
            case nint native:
                number = native;
                return true;
            case long wide:
                number = wide;
                return true;
            case int word:
                number = word;
                return true;
            case short half:
                number = half;
                return true;
            case sbyte small:
                number = small;
                return true;
            case IGoNumber named:
                number = named.Number;
                return true;
            default:
                number = 0;
                return false;
        }
    }

    /// <summary>Reads an integer of an unsigned type.</summary>
    public static bool TryGetUnsigned(object? value, out ulong number)
    {
        switch (value)
        {
            case byte small:
                number = small;
                return true;
            case nuint native:
                number = native;
                return true;
            case ulong wide:
                number = wide;
                return true;
            case uint word:
                number = word;
                return true;
            case ushort half:
                number = half;
                return true;
            default:
                number = 0;
                return false;
        }
    }

    /// <summary>Reads a floating-point number.</summary>
    public static bool TryGetFloating(object? value, out double number)
    {
        switch (value)
        {
            case double wide:
                number = wide;
                return true;
            case float small:
                number = small;
                return true;
            default:
                number = 0;
                return false;
        }
    }
}
