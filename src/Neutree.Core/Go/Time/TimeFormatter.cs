using System.Globalization;

namespace Neutree.Core.Go.Time;

/// <summary>Writes a time by a layout (Go <c>Time.Format</c>).</summary>
internal static class TimeFormatter
{
    public static GoString Format(GoTime time, ReadOnlySpan<byte> layout)
    {
        GoStringBuilder output = new(layout.Length + 16);
        (string zone, int offset, _) = time.Location.At(time.Seconds);
        (long days, long clock) = CivilDate.FloorDivide(time.Seconds + offset, 86_400);
        CivilDate date = CivilDate.FromDays(days);
        while (!layout.IsEmpty)
        {
            LayoutElement element = TimeLayout.Next(layout, out int start, out int length);
            output.Append(layout[..start]);
            AppendElement(output, element, layout.Slice(start, length), time, date, (int)clock, days, zone, offset);
            layout = layout[(start + length)..];
        }

        return output.ToGoString();
    }

    private static void AppendElement(
        GoStringBuilder output, LayoutElement element, ReadOnlySpan<byte> pattern, GoTime time, CivilDate date, int clock, long days, string zone, int offset)
    {
        int hour = clock / 3600;
        int hour12 = hour % 12 == 0 ? 12 : hour % 12;
        switch (element)
        {
            case LayoutElement.None:
                break;
            case LayoutElement.Year:
                AppendNumber(output, Math.Abs(date.Year) % 100, 2);
                break;
            case LayoutElement.LongYear:
                AppendNumber(output, date.Year, 4);
                break;
            case LayoutElement.LongMonth:
                output.AppendText(TimeNames.Months[date.Month - 1]);
                break;
            case LayoutElement.ShortMonth:
                output.AppendText(TimeNames.Months[date.Month - 1].AsSpan(0, 3));
                break;
            case LayoutElement.Month or LayoutElement.ZeroMonth:
                AppendNumber(output, date.Month, element == LayoutElement.ZeroMonth ? 2 : 0);
                break;
            case LayoutElement.LongWeekday:
                output.AppendText(TimeNames.Days[GoTime.WeekdayOf(days)]);
                break;
            case LayoutElement.ShortWeekday:
                output.AppendText(TimeNames.Days[GoTime.WeekdayOf(days)].AsSpan(0, 3));
                break;
            case LayoutElement.Day or LayoutElement.ZeroDay:
                AppendNumber(output, date.Day, element == LayoutElement.ZeroDay ? 2 : 0);
                break;
            case LayoutElement.SpaceDay:
                output.AppendText(date.Day.ToString(CultureInfo.InvariantCulture).PadLeft(2));
                break;
            case LayoutElement.SpaceYearDay:
                output.AppendText(date.YearDay.ToString(CultureInfo.InvariantCulture).PadLeft(3));
                break;
            case LayoutElement.ZeroYearDay:
                AppendNumber(output, date.YearDay, 3);
                break;
            case LayoutElement.Hour:
                AppendNumber(output, hour, 2);
                break;
            case LayoutElement.Hour12 or LayoutElement.ZeroHour12:
                AppendNumber(output, hour12, element == LayoutElement.ZeroHour12 ? 2 : 0);
                break;
            case LayoutElement.Minute or LayoutElement.ZeroMinute:
                AppendNumber(output, clock / 60 % 60, element == LayoutElement.ZeroMinute ? 2 : 0);
                break;
            case LayoutElement.Second or LayoutElement.ZeroSecond:
                AppendNumber(output, clock % 60, element == LayoutElement.ZeroSecond ? 2 : 0);
                break;
            case LayoutElement.UpperHalfOfDay:
                output.AppendText(hour >= 12 ? "PM" : "AM");
                break;
            case LayoutElement.LowerHalfOfDay:
                output.AppendText(hour >= 12 ? "pm" : "am");
                break;
            case LayoutElement.ZoneName when zone.Length > 0:
                output.AppendText(zone);
                break;
            case LayoutElement.Fraction or LayoutElement.TrimmedFraction:
                AppendFraction(output, pattern, time.Nanoseconds, isTrimmed: element == LayoutElement.TrimmedFraction);
                break;
            default:
                AppendOffset(output, element, offset);
                break;
        }
    }

    private static void AppendNumber(GoStringBuilder output, long number, int width)
    {
        if (number < 0)
        {
            output.Append((byte)'-');
        }

        output.AppendText(Math.Abs(number).ToString(CultureInfo.InvariantCulture).PadLeft(width, '0'));
    }

    private static void AppendFraction(GoStringBuilder output, ReadOnlySpan<byte> pattern, int nanoseconds, bool isTrimmed)
    {
        ReadOnlySpan<char> digits = nanoseconds.ToString("d9", CultureInfo.InvariantCulture);
        int count = Math.Min(pattern.Length - 1, 9);
        digits = isTrimmed ? digits[..count].TrimEnd('0') : digits[..count];
        if (digits.IsEmpty && isTrimmed)
        {
            return;
        }

        output.Append(pattern[0]).AppendText(digits);
    }

    private static void AppendOffset(GoStringBuilder output, LayoutElement element, int offset)
    {
        if (offset == 0 && element is >= LayoutElement.ZOffset and <= LayoutElement.ZColonOffsetSeconds)
        {
            output.Append((byte)'Z');
            return;
        }

        int absolute = Math.Abs(offset);
        bool hasColons = element is LayoutElement.ZColonOffset or LayoutElement.ZColonOffsetSeconds or LayoutElement.ColonOffset or LayoutElement.ColonOffsetSeconds;
        output.Append((byte)(offset / 60 < 0 ? '-' : '+'));
        AppendNumber(output, absolute / 3600, 2);
        if (element is LayoutElement.ZOffsetHours or LayoutElement.OffsetHours)
        {
            return;
        }

        output.AppendText(hasColons ? ":" : "");
        AppendNumber(output, absolute / 60 % 60, 2);
        if (element is LayoutElement.ZOffsetSeconds or LayoutElement.OffsetSeconds or LayoutElement.ZColonOffsetSeconds or LayoutElement.ColonOffsetSeconds)
        {
            output.AppendText(hasColons ? ":" : "");
            AppendNumber(output, absolute % 60, 2);
        }
    }
}
