using System.Globalization;
using System.Text;

namespace Neutree.Core.Helm.Values.Schema.Formats;

/// <summary>Full dates (RFC 3339, 5.6), with the messages of Go time.Parse.</summary>
internal static class DateFormat
{
    private const string Layout = "2006-01-02";

    /// <summary>The elements of the layout, in order: what they are called and how long they are.</summary>
    private static readonly string[] Elements = ["2006", "-", "01", "-", "02"];

    public static string? Check(string value)
    {
        int at = 0;
        foreach (string element in Elements)
        {
            ReadOnlySpan<char> part = value.AsSpan(at, Math.Min(element.Length, value.Length - at));
            if (element == "-" ? part is not "-" : part.Length < element.Length || part.IndexOfAnyExceptInRange('0', '9') >= 0)
            {
                return $"parsing time {Quote(value)} as {Quote(Layout)}: cannot parse {Quote(value[at..])} as {Quote(element)}";
            }

            at += element.Length;
            if (element == "01" && Number(part) is < 1 or > 12)
            {
                return $"parsing time {Quote(value)}: month out of range";
            }
        }

        if (at < value.Length)
        {
            return $"parsing time {Quote(value)}: extra text: {Quote(value[at..])}";
        }

        int day = Number(value.AsSpan(8));
        return day < 1 || day > DaysIn(Number(value.AsSpan(0, 4)), Number(value.AsSpan(5, 2))) ? $"parsing time {Quote(value)}: day out of range" : null;
    }

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    // Go knows a year zero, a leap year; DateTime doesn't.
    private static int DaysIn(int year, int month) => DateTime.DaysInMonth(year == 0 ? 4 : year, month);

    // Go's time package quotes in its own way: each byte beyond printable ASCII in hexadecimal.
    private static string Quote(string value)
    {
        StringBuilder text = new("\"");
        foreach (byte code in Encoding.UTF8.GetBytes(value))
        {
            if (code is < (byte)' ' or >= 0x80)
            {
                text.Append(CultureInfo.InvariantCulture, $"\\x{code:x2}");
                continue;
            }

            text.Append(code is (byte)'"' or (byte)'\\' ? "\\" : "").Append((char)code);
        }

        return text.Append('"').ToString();
    }
}
