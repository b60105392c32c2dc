using Neutree.Core.Go;
using Neutree.Core.Go.Time;

namespace Neutree.Core.Templating.Functions;

/// <summary>
/// Conversions that Sprig's functions make of whatever they are given (spf13/cast 1.7, Sprig 3.3 <c>strval</c> and <c>strslice</c>):
/// what can't be converted is 0.
/// </summary>
internal static class Casting
{
    public static long ToInt64(object? value) => value switch
    {
        nint number => number,
        long number => number,
        double number => Truncate(number),
        GoString text => ParseInt(text),
        bool flag => flag ? 1 : 0,
        int number => number,
        byte number => number,
        short number => number,
        sbyte number => number,
        uint number => number,
        ushort number => number,
        nuint number => unchecked((long)number),
        ulong number => unchecked((long)number),
        float number => Truncate(number),
        GoMonth or GoWeekday => ((IGoNumber)value).Number,
        _ => 0,
    };

    public static nint ToInt(object? value) => (nint)ToInt64(value);

    public static double ToFloat64(object? value) => value switch
    {
        double number => number,
        nint number => number,
        long number => number,
        GoString text => GoNumbers.ParseFloat(text.Span, 64, out double number, out _) ? number : 0,
        bool flag => flag ? 1 : 0,
        float number => number,
        int number => number,
        byte number => number,
        short number => number,
        sbyte number => number,
        uint number => number,
        ushort number => number,
        nuint number => number,
        ulong number => number,
        GoMonth or GoWeekday => ((IGoNumber)value).Number,
        _ => 0,
    };

    /// <summary>The text of a value: strings and bytes as they are, all else as <c>%v</c> prints it.</summary>
    public static GoString ToText(object? value) => value switch
    {
        GoString text => text,
        IGoStringer stringer => stringer.GoText,
        GoSlice slice when slice.TryGetBytes(out ReadOnlyMemory<byte> bytes) => GoString.FromBytes(bytes.Span),
        _ => GoFormat.ToText(value),
    };

    /// <summary>The texts of a list's elements without nil ones; anything else is a list of one, nil an empty one.</summary>
    public static GoString[] ToStrings(object? value) => value switch
    {
        null => [],
        GoSlice slice => [.. slice.Where(static item => item is not null).Select(ToText)],
        _ => [ToText(value)],
    };

    /// <summary>Go's conversion on 64-bit processors: what doesn't fit is the smallest number.</summary>
    public static long Truncate(double number) => number is >= long.MinValue and < 9223372036854775808.0 ? (long)number : long.MinValue;

    private static long ParseInt(GoString text) =>
        GoNumbers.ParseInt(WithoutZeroDecimals(text.Span), 0, 64, out long number, out _) ? number : 0;

    /// <summary><c>10.00</c> without its point and zeros; anything else unchanged.</summary>
    private static ReadOnlySpan<byte> WithoutZeroDecimals(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> whole = text.TrimEnd((byte)'0');
        return whole.Length < text.Length && whole.Length > 0 && whole[^1] == '.' ? whole[..^1] : text;
    }
}
