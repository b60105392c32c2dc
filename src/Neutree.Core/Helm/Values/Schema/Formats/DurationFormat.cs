using System.Text;

namespace Neutree.Core.Helm.Values.Schema.Formats;

/// <summary>Durations and periods (RFC 3339, appendix A).</summary>
internal static class DurationFormat
{
    private static readonly string[] Units = ["YMD", "HMS"];

    public static string? Check(string value)
    {
        if (!value.StartsWith('P'))
        {
            return "must start with P";
        }

        string rest = value[1..];
        if (rest.Length == 0)
        {
            return "nothing after P";
        }

        if (rest.EndsWith('W'))
        {
            return rest.Length == 1 ? "no number in week" : rest.AsSpan(0, rest.Length - 1).IndexOfAnyExceptInRange('0', '9') >= 0 ? "invalid week" : null;
        }

        string[] parts = rest.Split('T');
        for (int index = 0; index < parts.Length; index++)
        {
            string? problem = index > 0 && parts[index].Length == 0 ? "no time elements"
                : index >= Units.Length ? "more than one T"
                : CheckElements(parts[index], Units[index]);
            if (problem is not null)
            {
                return problem;
            }
        }

        return null;
    }

    public static string? CheckPeriod(string value)
    {
        int slash = value.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
        {
            return "missing slash";
        }

        string start = value[..slash];
        string end = value[(slash + 1)..];
        if (start.StartsWith('P'))
        {
            return Prefix("invalid start duration", Check(start)) ?? Prefix("invalid end date-time", TimeFormat.CheckDateTime(end));
        }

        return Prefix("invalid start date-time", TimeFormat.CheckDateTime(start))
            ?? (end.StartsWith('P') ? Prefix("invalid end duration", Check(end)) : Prefix("invalid end date-time", TimeFormat.CheckDateTime(end)));
    }

    private static string? CheckElements(string text, string units)
    {
        int nextUnit = 0;
        ReadOnlySpan<char> rest = text;
        while (rest.Length > 0)
        {
            int digits = rest.IndexOfAnyExceptInRange('0', '9');
            if (digits == 0)
            {
                return "missing number";
            }

            if (digits < 0)
            {
                return "missing unit";
            }

            char unit = rest[digits];
            int index = units.IndexOf(unit, StringComparison.Ordinal);
            if (index < nextUnit)
            {
                // The unit is shown as the byte it begins with.
                string shown = GoText.Quote(new Rune(unit < 0x80 ? unit : Encoding.UTF8.GetBytes(rest[digits..].ToString())[0]));
                return index < 0 ? $"invalid unit {shown}" : $"unit {shown} out of order";
            }

            nextUnit = index + 1;
            rest = rest[(digits + 1)..];
        }

        return null;
    }

    private static string? Prefix(string what, string? problem) => problem is null ? null : $"{what}: {problem}";
}
