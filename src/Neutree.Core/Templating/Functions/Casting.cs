using Neutree.Core.Go;
using Neutree.Core.Go.Time;

namespace Neutree.Core.Templating.Functions;

/// <summary>
/// The loose conversions that Sprig's functions make of their arguments (spf13/cast 1.7 and Sprig 3.3 <c>strval</c>, <c>strslice</c>). What
/// can't be converted is zero, without an error.
/// </summary>
internal static class Casting
{
    /// <summary>Integers, floats without their fraction, booleans, and text in any base a prefix names, where <c>.0</c> at its end is cut off.</summary>
    public static long ToInt64(object? value) => value switch
    {
        nint number => number,
        long number => number,
        double number => Truncate(number),
        GoString text => ParseInt64(text.Span),
        bool truth => truth ? 1 : 0,
        int number => number,
        short number => number,
        sbyte number => number,
        byte number => number,
        ushort number => number,
        uint number => number,
        nuint number => unchecked((long)number),
        ulong number => unchecked((long)number),
        float number => Truncate(number),
        GoMonth or GoWeekday => ((IGoNumber)value).Number,
        _ => 0,
    };

    /// <inheritdoc cref="ToInt64"/>
    public static nint ToInt(object? value) => (nint)ToInt64(value);

    /// <summary>Numbers, booleans, and text that Go's <c>ParseFloat</c> reads.</summary>
    public static double ToFloat64(object? value) => value switch
    {
        nint number => number,
        long number => number,
        double number => number,
        GoString text => GoNumbers.ParseFloat(text.Span, 64, out double parsed, out _) ? parsed : 0,
        bool truth => truth ? 1 : 0,
        int number => number,
        short number => number,
        sbyte number => number,
        byte number => number,
        ushort number => number,
        uint number => number,
        nuint number => number,
        ulong number => number,
        float number => number,
        GoMonth or GoWeekday => ((IGoNumber)value).Number,
        _ => 0,
    };

    /// <summary>Strings and bytes as they are, everything else as <c>%v</c> prints it.</summary>
    public static GoString ToText(object? value) => value switch
    {
        GoString text => text,
        GoSlice slice when !slice.Type.IsNamed && slice.TryGetBytes(out ReadOnlyMemory<byte> bytes) => GoString.FromBytes(bytes.Span),
        IGoStringer stringer => stringer.GoText,
        _ => GoFormat.ToText(value),
    };

    /// <summary>The elements of a list as text, without those that are nil; anything else is a list of one, and nil an empty one.</summary>
    public static IReadOnlyList<GoString> ToStrings(object? value)
    {
        if (value is not GoSlice slice)
        {
            return value is null ? [] : [ToText(value)];
        }

        List<GoString> texts = new(slice.Count);
        for (int index = 0; index < slice.Count; index++)
        {
            if (slice[index] is { } item)
            {
                texts.Add(ToText(item));
            }
        }

        return texts;
    }

    private static long ParseInt64(ReadOnlySpan<byte> text) =>
        GoNumbers.ParseInt(TrimZeroDecimals(text), 0, 64, out long value, out _) ? value : 0;

    private static ReadOnlySpan<byte> TrimZeroDecimals(ReadOnlySpan<byte> text)
    {
        ReadOnlySpan<byte> trimmed = text.TrimEnd((byte)'0');
        return trimmed.Length < text.Length && trimmed is [.., (byte)'.'] ? trimmed[..^1] : text;
    }

    /// <summary>What Go on amd64 makes of a float that no int64 holds is the smallest one.</summary>
    private static long Truncate(double value) => value is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)value : long.MinValue;
}
