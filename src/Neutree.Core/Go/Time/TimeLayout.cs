namespace Neutree.Core.Go.Time;

/// <summary>Takes a layout apart (Go <c>time.Format</c>).</summary>
internal static class TimeLayout
{
    /// <summary>Finds the next element.</summary>
    /// <param name="layout">The rest of the layout.</param>
    /// <param name="start">Where the element begins; the layout's length where there is none.</param>
    /// <param name="length">Bytes of the element.</param>
    public static LayoutElement Next(ReadOnlySpan<byte> layout, out int start, out int length)
    {
        for (start = 0; start < layout.Length; start++)
        {
            LayoutElement element = At(layout[start..], out length);
            if (element != LayoutElement.None)
            {
                return element;
            }

            // "_2006" is a literal "_" before a year.
            if (layout[start] == '_' && layout[(start + 1)..].StartsWith("2006"u8))
            {
                start++;
                length = 4;
                return LayoutElement.LongYear;
            }
        }

        length = 0;
        return LayoutElement.None;
    }

    private static LayoutElement At(ReadOnlySpan<byte> text, out int length)
    {
        switch (text[0])
        {
            case (byte)'J' when text.StartsWith("January"u8):
                return Found(LayoutElement.LongMonth, 7, out length);
            case (byte)'J' when text.StartsWith("Jan"u8) && !IsLower(text[3..]):
                return Found(LayoutElement.ShortMonth, 3, out length);
            case (byte)'M' when text.StartsWith("Monday"u8):
                return Found(LayoutElement.LongWeekday, 6, out length);
            case (byte)'M' when text.StartsWith("Mon"u8) && !IsLower(text[3..]):
                return Found(LayoutElement.ShortWeekday, 3, out length);
            case (byte)'M' when text.StartsWith("MST"u8):
                return Found(LayoutElement.ZoneName, 3, out length);
            case (byte)'0' when text is [_, >= (byte)'1' and <= (byte)'6', ..]:
                return Found(ZeroElement(text[1]), 2, out length);
            case (byte)'0' when text.StartsWith("002"u8):
                return Found(LayoutElement.ZeroYearDay, 3, out length);
            case (byte)'1' when text.StartsWith("15"u8):
                return Found(LayoutElement.Hour, 2, out length);
            case (byte)'1':
                return Found(LayoutElement.Month, 1, out length);
            case (byte)'2' when text.StartsWith("2006"u8):
                return Found(LayoutElement.LongYear, 4, out length);
            case (byte)'2':
                return Found(LayoutElement.Day, 1, out length);
            case (byte)'_' when text.StartsWith("_2"u8) && !text.StartsWith("_2006"u8):
                return Found(LayoutElement.SpaceDay, 2, out length);
            case (byte)'_' when text.StartsWith("__2"u8):
                return Found(LayoutElement.SpaceYearDay, 3, out length);
            case (byte)'3':
                return Found(LayoutElement.Hour12, 1, out length);
            case (byte)'4':
                return Found(LayoutElement.Minute, 1, out length);
            case (byte)'5':
                return Found(LayoutElement.Second, 1, out length);
            case (byte)'P' when text.StartsWith("PM"u8):
                return Found(LayoutElement.UpperHalfOfDay, 2, out length);
            case (byte)'p' when text.StartsWith("pm"u8):
                return Found(LayoutElement.LowerHalfOfDay, 2, out length);
            case (byte)'-' or (byte)'Z':
                return OffsetAt(text, out length);
            case (byte)'.' or (byte)',' when text.Length > 1 && text[1] is (byte)'0' or (byte)'9':
                return FractionAt(text, out length);
            default:
                return Found(LayoutElement.None, 0, out length);
        }
    }

    private static LayoutElement Found(LayoutElement element, int size, out int length)
    {
        length = size;
        return element;
    }

    private static LayoutElement ZeroElement(byte digit) => digit switch
    {
        (byte)'1' => LayoutElement.ZeroMonth,
        (byte)'2' => LayoutElement.ZeroDay,
        (byte)'3' => LayoutElement.ZeroHour12,
        (byte)'4' => LayoutElement.ZeroMinute,
        (byte)'5' => LayoutElement.ZeroSecond,
        _ => LayoutElement.Year,
    };

    private static LayoutElement OffsetAt(ReadOnlySpan<byte> text, out int length)
    {
        bool isZ = text[0] == 'Z';
        ReadOnlySpan<byte> digits = text[1..];
        return digits switch
        {
            _ when digits.StartsWith("070000"u8) => Found(isZ ? LayoutElement.ZOffsetSeconds : LayoutElement.OffsetSeconds, 7, out length),
            _ when digits.StartsWith("07:00:00"u8) => Found(isZ ? LayoutElement.ZColonOffsetSeconds : LayoutElement.ColonOffsetSeconds, 9, out length),
            _ when digits.StartsWith("0700"u8) => Found(isZ ? LayoutElement.ZOffset : LayoutElement.Offset, 5, out length),
            _ when digits.StartsWith("07:00"u8) => Found(isZ ? LayoutElement.ZColonOffset : LayoutElement.ColonOffset, 6, out length),
            _ when digits.StartsWith("07"u8) => Found(isZ ? LayoutElement.ZOffsetHours : LayoutElement.OffsetHours, 3, out length),
            _ => Found(LayoutElement.None, 0, out length),
        };
    }

    private static LayoutElement FractionAt(ReadOnlySpan<byte> text, out int length)
    {
        byte digit = text[1];
        int end = text[1..].IndexOfAnyExcept(digit) is >= 0 and int index ? index + 1 : text.Length;

        // Digits of another kind behind them make it no fraction.
        bool isFraction = end == text.Length || text[end] is < (byte)'0' or > (byte)'9';
        LayoutElement element = !isFraction ? LayoutElement.None : digit == '0' ? LayoutElement.Fraction : LayoutElement.TrimmedFraction;
        return Found(element, end, out length);
    }

    private static bool IsLower(ReadOnlySpan<byte> text) => text is [>= (byte)'a' and <= (byte)'z', ..];
}
