using System.Text;

namespace Neutree.Core.Helm.Values.Schema.Formats;

/// <summary>Mail addresses (RFC 5321, 4.1.2), with a host name or an address in brackets behind the at-sign.</summary>
internal static class EmailFormat
{
    private const string LocalCharacters = ".!#$%&'*+-/=?^_`{|}~";

    public static string? Check(string value)
    {
        if (Encoding.UTF8.GetByteCount(value) > 254)
        {
            return "more than 255 characters long";
        }

        int at = value.LastIndexOf('@');
        if (at < 0)
        {
            return "missing @";
        }

        return CheckLocal(value[..at]) ?? CheckDomain(value[(at + 1)..]);
    }

    private static string? CheckLocal(string local)
    {
        if (Encoding.UTF8.GetByteCount(local) > 64)
        {
            return "local part more than 64 characters long";
        }

        if (local.Length > 1 && local[0] == '"')
        {
            return local.AsSpan(1, local.Length - 2).IndexOfAny('\\', '"') >= 0 ? "backslash and quote are not allowed within quoted local part" : null;
        }

        if (local.StartsWith('.') || local.EndsWith('.'))
        {
            return local.StartsWith('.') ? "starts with dot" : "ends with dot";
        }

        if (local.Contains("..", StringComparison.Ordinal))
        {
            return "consecutive dots";
        }

        foreach (Rune rune in local.EnumerateRunes())
        {
            if (!rune.IsAscii || !(char.IsAsciiLetterOrDigit((char)rune.Value) || LocalCharacters.Contains((char)rune.Value, StringComparison.Ordinal)))
            {
                return $"invalid character {GoText.Quote(rune)}";
            }
        }

        return null;
    }

    private static string? CheckDomain(string domain)
    {
        if (!domain.StartsWith('[') || !domain.EndsWith(']'))
        {
            return Prefix("invalid domain", HostnameFormat.Check(domain));
        }

        string address = domain[1..^1];
        return address.StartsWith("IPv6:", StringComparison.Ordinal)
            ? Prefix("invalid ipv6 address", IpAddressFormat.CheckV6(address[5..]))
            : Prefix("invalid ipv4 address", IpAddressFormat.CheckV4(address));
    }

    private static string? Prefix(string what, string? problem) => problem is null ? null : $"{what}: {problem}";
}
