using System.Globalization;

namespace Neutree.Core.Helm.Charts;

/// <summary>Times in lock files (RFC 3339, as Go's <c>time.Time</c> reads them from JSON).</summary>
internal static class GoTimestamp
{
    private const string Layout = "2006-01-02T15:04:05Z07:00";

    /// <summary>The parts of the layout and how many characters each takes in a time.</summary>
    private static readonly string[] Parts = ["2006", "-", "01", "-", "02", "T", "15", ":", "04", ":", "05"];

    /// <summary>Go's complaint about a text that is no time; null where it is one.</summary>
    public static string? Check(string text)
    {
        int at = 0;
        foreach (string part in Parts)
        {
            bool fits = at + part.Length <= text.Length && (char.IsAsciiDigit(part[0])
                ? text.AsSpan(at, part.Length).IndexOfAnyExceptInRange('0', '9') < 0
                : text[at] == part[0]);
            if (!fits)
            {
                return Complaint(text, at, part);
            }

            at += part.Length;
        }

        if (at < text.Length && text[at] == '.')
        {
            int digits = at + 1;
            while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            {
                digits++;
            }

            at = digits > at + 1 ? digits : at;
        }

        string zone = text[at..];
        bool isZone = zone == "Z" || (zone.Length == 6 && zone[0] is '+' or '-' && TimeOnly.TryParseExact(zone[1..], "HH:mm", out _));
        return !isZone ? Complaint(text, at, "Z07:00") : !IsDate(text) ? $"parsing time {ChartText.Quote(text)}: day out of range" : null;
    }

    private static bool IsDate(string text) =>
        DateTime.TryParseExact(text[..19], "yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
        || text.StartsWith("0000-", StringComparison.Ordinal);

    private static string Complaint(string text, int at, string part) =>
        $"parsing time {ChartText.Quote(text)} as \"{Layout}\": cannot parse {ChartText.Quote(text[at..])} as \"{part}\"";
}
