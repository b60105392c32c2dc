using System.Numerics;
using Neutree.Core.Go;
using Neutree.Core.Templating.Runtime;

namespace Neutree.Core.Templating.Functions;

/// <summary>
/// Equality and order of values (Go <c>text/template</c> <c>eq</c>, <c>lt</c> …): integers compare whatever their sign and size, but never
/// with floating-point numbers.
/// </summary>
internal static class Comparison
{
    private enum BasicKind
    {
        None,
        Bool,
        Complex,
        Signed,
        Floating,
        String,
        Unsigned,
    }

    /// <summary>Whether a value equals at least one of the others.</summary>
    /// <exception cref="GoException">There are no others, or two values can't be compared.</exception>
    public static bool EqualsAny(TypedValue first, ReadOnlySpan<TypedValue> others)
    {
        if (others.IsEmpty)
        {
            throw new GoException("missing argument for comparison");
        }

        first = first.WithoutInterface();
        foreach (TypedValue other in others)
        {
            if (AreEqual(first, other.WithoutInterface()))
            {
                return true;
            }
        }

        return false;
    }

    /// <exception cref="GoException">The values have no order.</exception>
    public static bool IsLess(TypedValue first, TypedValue second)
    {
        first = first.WithoutInterface();
        second = second.WithoutInterface();
        BasicKind kind = OrderedKindOf(first);
        BasicKind secondKind = OrderedKindOf(second);
        if (kind != secondKind)
        {
            return (kind, secondKind) switch
            {
                (BasicKind.Signed, BasicKind.Unsigned) => Signed(first) < 0 || (ulong)Signed(first) < Unsigned(second),
                (BasicKind.Unsigned, BasicKind.Signed) => Signed(second) >= 0 && Unsigned(first) < (ulong)Signed(second),
                _ => throw Incompatible(first, second),
            };
        }

        return kind switch
        {
            BasicKind.Signed => Signed(first) < Signed(second),
            BasicKind.Unsigned => Unsigned(first) < Unsigned(second),
            BasicKind.Floating => Floating(first) < Floating(second),
            BasicKind.String => ((GoString)first.Data!).CompareTo((GoString)second.Data!) < 0,
            _ => throw new GoException("invalid type for comparison"),
        };
    }

    /// <exception cref="GoException">The values have no order.</exception>
    public static bool IsLessOrEqual(ReadOnlySpan<TypedValue> pair) => IsLess(pair[0], pair[1]) || EqualsAny(pair[0], pair[1..]);

    private static bool AreEqual(TypedValue first, TypedValue second)
    {
        BasicKind kind = KindOf(first);
        BasicKind secondKind = KindOf(second);
        return (kind, secondKind) switch
        {
            (BasicKind.Signed, BasicKind.Unsigned) => Signed(first) >= 0 && (ulong)Signed(first) == Unsigned(second),
            (BasicKind.Unsigned, BasicKind.Signed) => Signed(second) >= 0 && (ulong)Signed(second) == Unsigned(first),
            _ when kind != secondKind => !first.IsValid || !second.IsValid ? false : throw Incompatible(first, second),
            (BasicKind.Bool, _) => (bool)first.Data! == (bool)second.Data!,
            (BasicKind.Complex, _) => (Complex)first.Data! == (Complex)second.Data!,
            (BasicKind.Signed, _) => Signed(first) == Signed(second),
            (BasicKind.Unsigned, _) => Unsigned(first) == Unsigned(second),
            (BasicKind.Floating, _) => Floating(first) == Floating(second),
            (BasicKind.String, _) => ((GoString)first.Data!).Equals((GoString)second.Data!),
            _ => AreOthersEqual(first, second),
        };
    }

    private static bool AreOthersEqual(TypedValue first, TypedValue second)
    {
        if (first.Kind != second.Kind && first.IsValid && second.IsValid)
        {
            throw Failure("non-comparable types %s: %v, %s: %v", first.Data, TypeText(first), TypeText(second), second.Data);
        }

        if (first.IsNil || second.IsNil)
        {
            return first.IsNil && second.IsNil;
        }

        if (second.Kind is GoKind.Map or GoKind.Slice or GoKind.Func)
        {
            throw Failure("non-comparable type %s: %v", second.Data, TypeText(second));
        }

        return first.Data!.Equals(second.Data);
    }

    private static GoException Incompatible(TypedValue first, TypedValue second) =>
        Failure("incompatible types for comparison: %s and %s", TypeText(first), TypeText(second));

    private static GoException Failure(GoString format, params ReadOnlySpan<object?> arguments) =>
        new(GoFormat.Sprintf(format, arguments).ToString());

    private static GoString TypeText(TypedValue value) => value.Type?.Text ?? "<nil>";

    private static BasicKind OrderedKindOf(TypedValue value)
    {
        BasicKind kind = KindOf(value);
        return kind == BasicKind.None ? throw new GoException("invalid type for comparison") : kind;
    }

    private static BasicKind KindOf(TypedValue value) => value.Data switch
    {
        GoString => BasicKind.String,
        bool => BasicKind.Bool,
        nint or long or int or short or sbyte or IGoNumber => BasicKind.Signed,
        double or float => BasicKind.Floating,
        byte or nuint or ulong or uint or ushort => BasicKind.Unsigned,
        Complex => BasicKind.Complex,
        _ => BasicKind.None,
    };

    private static long Signed(TypedValue value) => NumberTypes.TryGetSigned(value.Data, out long number) ? number : 0;

    private static ulong Unsigned(TypedValue value) => NumberTypes.TryGetUnsigned(value.Data, out ulong number) ? number : 0;

    private static double Floating(TypedValue value) => NumberTypes.TryGetFloating(value.Data, out double number) ? number : 0;
}
