using System.Globalization;

namespace Neutree.Core.Helm.Values.Schema.Formats;

/// <summary>IP addresses as Go net/netip (and, for <c>ipv4</c>, strconv) reads them, with Go's messages.</summary>
internal static class IpAddressFormat
{
    private const int Fields = 8;

    public static string? CheckV4(string value)
    {
        string[] groups = value.Split('.');
        if (groups.Length != 4)
        {
            return "expected four decimals";
        }

        foreach (string group in groups)
        {
            if (group.Length > 1 && group[0] == '0')
            {
                return "leading zeros";
            }

            ReadOnlySpan<char> digits = group.Length > 0 && group[0] is '+' or '-' ? group.AsSpan(1) : group;
            if (digits.Length == 0 || digits.IndexOfAnyExceptInRange('0', '9') >= 0)
            {
                return $"strconv.Atoi: parsing {GoText.Quote(group)}: invalid syntax";
            }

            if (!long.TryParse(group, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
            {
                return $"strconv.Atoi: parsing {GoText.Quote(group)}: value out of range";
            }

            if (number is < 0 or > 255)
            {
                return "decimal must be between 0 and 255";
            }
        }

        return null;
    }

    public static string? CheckV6(string value) =>
        !value.Contains(':', StringComparison.Ordinal) ? "missing colon"
        : CheckAddress(value) is { } problem ? problem
        : value.Contains('%', StringComparison.Ordinal) ? "zone id is not a part of ipv6 address"
        : null;

    /// <summary>Go netip.ParseAddr: its message, or null.</summary>
    public static string? CheckAddress(string value)
    {
        int mark = value.AsSpan().IndexOfAny('.', ':', '%');
        (string Message, string At)? problem = mark < 0 ? ("unable to parse IP", "")
            : value[mark] == '.' ? CheckV4Fields(value)
            : value[mark] == ':' ? CheckV6Fields(value)
            : ("missing IPv6 address", "");
        if (problem is not { } found)
        {
            return null;
        }

        string at = found.At.Length == 0 ? "" : $" (at {GoText.Quote(found.At)})";
        return $"ParseAddr({GoText.Quote(value)}): {found.Message}{at}";
    }

    private static (string Message, string At)? CheckV4Fields(ReadOnlySpan<char> text)
    {
        int value = 0;
        int digits = 0;
        int dots = 0;
        for (int at = 0; at < text.Length; at++)
        {
            char c = text[at];
            if (char.IsAsciiDigit(c))
            {
                if (digits == 1 && value == 0)
                {
                    return ("IPv4 field has octet with leading zero", "");
                }

                value = (value * 10) + (c - '0');
                digits++;
                if (value > 255)
                {
                    return ("IPv4 field has value >255", "");
                }
            }
            else if (c != '.')
            {
                return ("unexpected character", text[at..].ToString());
            }
            else if (at == 0 || at == text.Length - 1 || text[at - 1] == '.')
            {
                return ("IPv4 field must have at least one digit", text[at..].ToString());
            }
            else if (dots == 3)
            {
                return ("IPv4 address too long", "");
            }
            else
            {
                dots++;
                value = 0;
                digits = 0;
            }
        }

        return dots < 3 ? ("IPv4 address too short", "") : null;
    }

    private static (string Message, string At)? CheckV6Fields(string text)
    {
        int percent = text.IndexOf('%', StringComparison.Ordinal);
        if (percent == text.Length - 1)
        {
            return ("zone must be a non-empty string", "");
        }

        ReadOnlySpan<char> rest = percent < 0 ? text : text.AsSpan(0, percent);
        int ellipsis = -1;
        int field = 0;
        if (rest.StartsWith("::"))
        {
            ellipsis = 0;
            rest = rest[2..];
        }

        while (rest.Length > 0 && field < Fields)
        {
            int length = 0;
            while (length < rest.Length && char.IsAsciiHexDigit(rest[length]))
            {
                length++;
            }

            if (length > 4)
            {
                return ("each group must have 4 or less digits", rest.ToString());
            }

            if (length == 0)
            {
                return ("each colon-separated field must have at least one digit", rest.ToString());
            }

            if (length < rest.Length && rest[length] == '.')
            {
                return ellipsis < 0 && field != Fields - 2 ? ("embedded IPv4 address must replace the final 2 fields of the address", rest.ToString())
                    : field + 2 > Fields ? ("too many hex fields to fit an embedded IPv4 at the end of the address", rest.ToString())
                    : CheckV4Fields(rest) ?? CheckLength(field + 2, ellipsis);
            }

            field++;
            rest = rest[length..];
            if (rest.Length == 0)
            {
                break;
            }

            if (rest[0] != ':')
            {
                return ("unexpected character, want colon", rest.ToString());
            }

            if (rest.Length == 1)
            {
                return ("colon must be followed by more characters", rest.ToString());
            }

            rest = rest[1..];
            if (rest[0] == ':')
            {
                if (ellipsis >= 0)
                {
                    return ("multiple :: in address", rest.ToString());
                }

                ellipsis = field;
                rest = rest[1..];
            }
        }

        return rest.Length > 0 ? ("trailing garbage after address", rest.ToString()) : CheckLength(field, ellipsis);
    }

    private static (string Message, string At)? CheckLength(int fields, int ellipsis) =>
        fields < Fields && ellipsis < 0 ? ("address string too short", "")
        : fields == Fields && ellipsis >= 0 ? ("the :: must expand to at least one field of zeros", "")
        : null;
}
