using System.Globalization;
using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Helm.Values.Schema;

/// <summary>How Go writes strings and numbers in the messages of a validation.</summary>
internal static class GoText
{
    private const string Superscripts = "⁰¹²³⁴⁵⁶⁷⁸⁹";

    /// <summary>Go strconv.Quote.</summary>
    public static string Quote(string value) => GoQuote.Quote(value).ToString();

    /// <summary>A rune as <c>%q</c> shows it: <c>'x'</c>.</summary>
    public static string Quote(Rune rune)
    {
        GoStringBuilder text = new(8);
        GoQuote.AppendQuotedRune(text, (ulong)rune.Value, isAscii: false);
        return text.ToString();
    }

    /// <summary>The validator's quoting: single quotes around, only single ones escaped inside.</summary>
    public static string SingleQuote(string value)
    {
        string quoted = Quote(value).Replace("\\\"", "\"", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal);
        return $"'{quoted[1..^1]}'";
    }

    /// <summary>A primitive value: strings quoted, numbers by their literal.</summary>
    public static string Display(JsonValue value) => value.Type switch
    {
        JsonTypes.Null => "<nil>",
        JsonTypes.Boolean => ReferenceEquals(value, JsonValue.True) ? "true" : "false",
        JsonTypes.Number => value.Text,
        JsonTypes.String => SingleQuote(value.Text),
        _ => "value",
    };

    /// <summary>A count with the thousands separators of Go x/text's English printer.</summary>
    public static string Count(long value) => value.ToString("#,##0", CultureInfo.InvariantCulture);

    /// <summary>A number as Go x/text's English printer shows <c>%v</c> of a float64: <c>-1,234.5</c>, <c>1.5×10⁻⁰⁷</c>.</summary>
    public static string Number(DecimalNumber number)
    {
        double value = number.ToDouble();
        if (double.IsInfinity(value))
        {
            return value > 0 ? "∞" : "-∞";
        }

        DecimalNumber shortest = DecimalNumber.Parse(value.ToString("R", CultureInfo.InvariantCulture));
        if (shortest.IsZero)
        {
            return "0";
        }

        string sign = value < 0 ? "-" : "";
        string digits = shortest.Digits;
        int power = (int)shortest.Exponent - 1;
        if (power is < -4 or >= 6)
        {
            string fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return $"{sign}{digits[0]}{fraction}×10{(power < 0 ? "⁻" : "")}{Superscript(Math.Abs(power))}";
        }

        if (power < 0)
        {
            return $"{sign}0.{new string('0', -power - 1)}{digits}";
        }

        string whole = digits.Length > power ? digits[..(power + 1)] : digits.PadRight(power + 1, '0');
        string rest = digits.Length > power + 1 ? "." + digits[(power + 1)..] : "";
        return $"{sign}{Count(long.Parse(whole, CultureInfo.InvariantCulture))}{rest}";
    }

    private static string Superscript(int value) =>
        string.Concat(value.ToString("00", CultureInfo.InvariantCulture).Select(digit => Superscripts[digit - '0']));
}
