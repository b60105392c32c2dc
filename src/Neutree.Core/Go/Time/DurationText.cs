using System.Buffers;
using System.Globalization;

namespace Neutree.Core.Go.Time;

/// <summary>Durations as text: <c>1h15m30.918s</c> (Go <c>time.ParseDuration</c>, <c>Duration.String</c>).</summary>
public static class DurationText
{
    private static readonly SearchValues<byte> NumberCharacters = SearchValues.Create("0123456789."u8);

    /// <summary>Reads a duration in nanoseconds.</summary>
    /// <returns>Go's text of what is wrong, or null.</returns>
    public static string? TryParse(GoString text, out long nanoseconds)
    {
        nanoseconds = 0;
        string invalid = "time: invalid duration ";
        ReadOnlySpan<byte> rest = text.Span;
        bool isNegative = rest is [(byte)'-', ..];
        rest = rest is [(byte)'-' or (byte)'+', ..] ? rest[1..] : rest;
        if (rest is [(byte)'0'])
        {
            return null;
        }

        if (rest.IsEmpty)
        {
            return invalid + TimeQuote.Quote(text.Span);
        }

        const ulong Limit = 1UL << 63;
        ulong total = 0;
        while (!rest.IsEmpty)
        {
            int whole = DigitCount(rest);
            if (!TryReadInteger(rest[..whole], out ulong number))
            {
                return invalid + TimeQuote.Quote(text.Span);
            }

            rest = rest[whole..];
            ulong fraction = 0;
            double scale = 1;
            int fractionDigits = 0;
            if (rest is [(byte)'.', ..])
            {
                fractionDigits = DigitCount(rest[1..]);
                ReadFraction(rest.Slice(1, fractionDigits), out fraction, out scale);
                rest = rest[(1 + fractionDigits)..];
            }

            if (whole == 0 && fractionDigits == 0)
            {
                return invalid + TimeQuote.Quote(text.Span);
            }

            int unitLength = rest.IndexOfAny(NumberCharacters) is >= 0 and int end ? end : rest.Length;
            if (unitLength == 0)
            {
                return "time: missing unit in duration " + TimeQuote.Quote(text.Span);
            }

            ulong unit = Unit(rest[..unitLength]);
            if (unit == 0)
            {
                return $"time: unknown unit {TimeQuote.Quote(rest[..unitLength])} in duration {TimeQuote.Quote(text.Span)}";
            }

            rest = rest[unitLength..];
            UInt128 sum = ((UInt128)number * unit) + (ulong)(fraction * (unit / scale)) + total;
            if (number > Limit / unit || sum > Limit)
            {
                return invalid + TimeQuote.Quote(text.Span);
            }

            total = (ulong)sum;
        }

        if (!isNegative && total == Limit)
        {
            return invalid + TimeQuote.Quote(text.Span);
        }

        nanoseconds = unchecked(isNegative ? -(long)total : (long)total);
        return null;
    }

    /// <summary>The shortest text in hours, minutes and seconds, or in a smaller unit below a second.</summary>
    public static string Format(long nanoseconds)
    {
        ulong rest = nanoseconds < 0 ? unchecked((ulong)-nanoseconds) : (ulong)nanoseconds;
        string sign = nanoseconds < 0 ? "-" : "";
        const ulong Second = GoDuration.Second;
        switch (rest)
        {
            case 0:
                return "0s";
            case < 1000:
                return $"{sign}{rest}ns";
            case < 1_000_000:
                return $"{sign}{Decimal(rest, 3)}µs";
            case < Second:
                return $"{sign}{Decimal(rest, 6)}ms";
            default:
                ulong minutes = rest / Second / 60;
                string seconds = Decimal(rest - (minutes * 60 * Second), 9) + "s";
                return minutes == 0 ? sign + seconds
                    : minutes < 60 ? $"{sign}{minutes}m{seconds}"
                    : $"{sign}{minutes / 60}h{minutes % 60}m{seconds}";
        }
    }

    private static string Decimal(ulong number, int places)
    {
        ulong scale = (ulong)Math.Pow(10, places);
        string fraction = (number % scale).ToString(CultureInfo.InvariantCulture).PadLeft(places, '0').TrimEnd('0');
        return fraction.Length == 0 ? $"{number / scale}" : $"{number / scale}.{fraction}";
    }

    private static int DigitCount(ReadOnlySpan<byte> text) =>
        text.IndexOfAnyExceptInRange((byte)'0', (byte)'9') is >= 0 and int end ? end : text.Length;

    private static bool TryReadInteger(ReadOnlySpan<byte> digits, out ulong number)
    {
        number = 0;
        return digits.IsEmpty || (ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= 1UL << 63);
    }

    /// <summary>Reads digits behind a point; those beyond the range of 64 bits don't count.</summary>
    private static void ReadFraction(ReadOnlySpan<byte> digits, out ulong fraction, out double scale)
    {
        fraction = 0;
        scale = 1;
        foreach (byte digit in digits)
        {
            ulong next = (fraction * 10) + (ulong)(digit - '0');
            if (fraction > ((1UL << 63) - 1) / 10 || next > 1UL << 63)
            {
                return;
            }

            fraction = next;
            scale *= 10;
        }
    }

    private static ulong Unit(ReadOnlySpan<byte> name) => name switch
    {
        _ when name.SequenceEqual("ns"u8) => 1,
        _ when name.SequenceEqual("us"u8) || name.SequenceEqual("µs"u8) || name.SequenceEqual("μs"u8) => 1000,
        _ when name.SequenceEqual("ms"u8) => 1_000_000,
        _ when name.SequenceEqual("s"u8) => GoDuration.Second,
        _ when name.SequenceEqual("m"u8) => GoDuration.Minute,
        _ when name.SequenceEqual("h"u8) => GoDuration.Hour,
        _ => 0,
    };
}
