using System.Globalization;
using System.Text;

namespace Neutree.Core.Helm.Values.Schema.Formats;

/// <summary>Full times and date-times (RFC 3339, 5.6), leap seconds included.</summary>
internal static class TimeFormat
{
    private const int MinutesPerDay = 24 * 60;

    public static string? Check(string value)
    {
        if (Encoding.UTF8.GetByteCount(value) < 9)
        {
            return "less than 9 characters long";
        }

        if (value.Length < 9 || value[2] != ':' || value[5] != ':')
        {
            return "missing colon in correct place";
        }

        if (!TryNumber(value.AsSpan(0, 2), out int hour) || !TryNumber(value.AsSpan(3, 2), out int minute) || !TryNumber(value.AsSpan(6, 2), out int second))
        {
            return "invalid hour/min/sec";
        }

        if (hour < 0 || minute < 0 || second < 0)
        {
            return "non-positive hour/min/sec";
        }

        if (hour > 23 || minute > 59 || second > 60)
        {
            return "hour/min/sec out of range";
        }

        ReadOnlySpan<char> rest = value.AsSpan(8);
        if (rest[0] == '.')
        {
            int digits = rest[1..].IndexOfAnyExceptInRange('0', '9');
            if (digits == 0 || rest.Length == 1)
            {
                return "no digits in second fraction";
            }

            rest = digits < 0 ? [] : rest[(digits + 1)..];
        }

        int minutes = (hour * 60) + minute;
        if (rest is not ("z" or "Z") && ApplyOffset(rest, ref minutes) is { } problem)
        {
            return problem;
        }

        return second >= 60 && minutes != MinutesPerDay - 1 ? "invalid leap second" : null;
    }

    public static string? CheckDateTime(string value)
    {
        if (Encoding.UTF8.GetByteCount(value) < 20)
        {
            return "less than 20 characters long";
        }

        if (value.Length < 11 || value[10] is not ('t' or 'T'))
        {
            return "11th character must be t or T";
        }

        return DateFormat.Check(value[..10]) is { } dateProblem ? $"invalid date element: {dateProblem}"
            : Check(value[11..]) is { } timeProblem ? $"invalid time element: {timeProblem}"
            : null;
    }

    private static string? ApplyOffset(ReadOnlySpan<char> offset, ref int minutes)
    {
        if (Encoding.UTF8.GetByteCount(offset) != 6)
        {
            return "offset must be 6 characters long";
        }

        if (offset[0] is not ('+' or '-'))
        {
            return "offset must begin with plus/minus";
        }

        if (offset.Length < 6 || offset[3] != ':')
        {
            return "missing colon in offset in correct place";
        }

        if (!TryNumber(offset.Slice(1, 2), out int hour) || !TryNumber(offset.Slice(4, 2), out int minute))
        {
            return "invalid hour/min in offset";
        }

        if (hour < 0 || minute < 0)
        {
            return "non-positive hour/min in offset";
        }

        if (hour > 23 || minute > 59)
        {
            return "hour/min in offset out of range";
        }

        minutes += (offset[0] == '+' ? -1 : 1) * ((hour * 60) + minute);
        minutes = minutes < 0 ? minutes + MinutesPerDay : minutes;
        return null;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out int number) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
}
