namespace Neutree.Core.Yaml;

/// <summary>Tells the timestamps that go-yaml knows: a date, or a date and a time, with <c>T</c> and zone or with spaces and none.</summary>
internal static class YamlTimestamps
{
    public static bool IsTimestamp(ReadOnlySpan<byte> text)
    {
        int digits = text.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
        if (digits != 4 || text[4] != '-')
        {
            return false;
        }

        int year = (1000 * (text[0] - '0')) + (100 * (text[1] - '0')) + (10 * (text[2] - '0')) + text[3] - '0';
        ReadOnlySpan<byte> rest = text[5..];
        if (!TakeNumber(ref rest, out int month) || month is < 1 or > 12 || !Take(ref rest, '-') || !TakeNumber(ref rest, out int day))
        {
            return false;
        }

        // .NET knows no year 0, which is a leap year as 2000 is.
        if (day < 1 || day > DateTime.DaysInMonth(year == 0 ? 2000 : year, month))
        {
            return false;
        }

        if (rest.IsEmpty)
        {
            return true;
        }

        if (rest[0] == ' ')
        {
            rest = rest.TrimStart((byte)' ');
            return TakeTime(ref rest) && rest.IsEmpty;
        }

        return rest[0] is (byte)'T' or (byte)'t' && TakeTime(ref rest, skip: 1) && IsZone(rest);
    }

    private static bool TakeTime(ref ReadOnlySpan<byte> text, int skip = 0)
    {
        text = text[skip..];
        if (!TakeNumber(ref text, out int hour) || hour > 23
            || !Take(ref text, ':') || !TakeNumber(ref text, out int minute) || minute > 59
            || !Take(ref text, ':') || !TakeNumber(ref text, out int second) || second > 59)
        {
            return false;
        }

        if (text is [(byte)'.' or (byte)',', >= (byte)'0' and <= (byte)'9', ..])
        {
            int end = text[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            text = end < 0 ? [] : text[(end + 1)..];
        }

        return true;
    }

    private static bool IsZone(ReadOnlySpan<byte> text)
    {
        if (text is [(byte)'Z'])
        {
            return true;
        }

        if (text.Length != 6 || text[0] is not ((byte)'+' or (byte)'-') || text[3] != ':')
        {
            return false;
        }

        ReadOnlySpan<byte> hours = text[1..3];
        ReadOnlySpan<byte> minutes = text[4..];
        return TakeNumber(ref hours, out int hour) && hours.IsEmpty && hour <= 24
            && TakeNumber(ref minutes, out int minute) && minutes.IsEmpty && minute <= 60
            && text[2] != ':';
    }

    /// <summary>One digit or two.</summary>
    private static bool TakeNumber(ref ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        if (text.IsEmpty || !char.IsAsciiDigit((char)text[0]))
        {
            return false;
        }

        value = text[0] - '0';
        text = text[1..];
        if (!text.IsEmpty && char.IsAsciiDigit((char)text[0]))
        {
            value = (10 * value) + text[0] - '0';
            text = text[1..];
        }

        return true;
    }

    private static bool Take(ref ReadOnlySpan<byte> text, char sign)
    {
        if (text.IsEmpty || text[0] != sign)
        {
            return false;
        }

        text = text[1..];
        return true;
    }
}
