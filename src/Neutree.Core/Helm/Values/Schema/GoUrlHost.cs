using Neutree.Core.Helm.Values.Schema.Formats;

namespace Neutree.Core.Helm.Values.Schema;

/// <summary>The authority part of a URL, checked as Go net/url (1.25) checks it.</summary>
internal static class GoUrlHost
{
    private const string UserCharacters = "-._:~!$&'()*+,;=%@";
    private const string HostCharacters = "!$&'()*+,;=:[]<>\"-_.~%";

    /// <summary>Go's message, or null where the authority is fine.</summary>
    public static string? Check(string authority)
    {
        int at = authority.LastIndexOf('@');
        if (CheckHost(authority[(at + 1)..]) is { } problem)
        {
            return problem;
        }

        string user = at < 0 ? "" : authority[..at];
        return user.All(c => char.IsAsciiLetterOrDigit(c) || UserCharacters.Contains(c, StringComparison.Ordinal))
            ? GoUrl.BadEscape(user)
            : "net/url: invalid userinfo";
    }

    /// <summary>The host without user information, port and brackets.</summary>
    public static string NameOf(string authority)
    {
        string host = authority[(authority.LastIndexOf('@') + 1)..];
        int bracket = host.LastIndexOf(']');
        if (host.StartsWith('[') && bracket > 0)
        {
            return host[1..bracket];
        }

        int colon = host.LastIndexOf(':');
        return colon >= 0 && IsOptionalPort(host[colon..]) ? host[..colon] : host;
    }

    private static string? CheckHost(string host)
    {
        int open = host.LastIndexOf('[');
        if (open >= 0)
        {
            int close = host.LastIndexOf(']');
            return close < open ? "missing ']' in host"
                : !IsOptionalPort(host[(close + 1)..]) ? $"invalid port {GoText.Quote(host[(close + 1)..])} after host"
                : CheckLiteral(host[(open + 1)..close]);
        }

        int colon = host.LastIndexOf(':');
        return colon >= 0 && !IsOptionalPort(host[colon..]) ? $"invalid port {GoText.Quote(host[colon..])} after host" : CheckCharacters(host);
    }

    private static string? CheckLiteral(string literal)
    {
        int zone = literal.IndexOf("%25", StringComparison.Ordinal);
        if (CheckCharacters(zone < 0 ? literal : literal[..zone]) is { } problem)
        {
            return problem;
        }

        string address = GoUrl.Unescape(literal) ?? literal;
        return !address.Contains(':', StringComparison.Ordinal) && IpAddressFormat.CheckAddress(address) is null
            ? "invalid IP-literal"
            : IpAddressFormat.CheckAddress(address) is { } reason ? $"invalid host: {reason}" : null;
    }

    private static string? CheckCharacters(string host)
    {
        if (GoUrl.BadEscape(host) is { } problem)
        {
            return problem;
        }

        for (int at = 0; at < host.Length; at++)
        {
            char c = host[at];
            if (c == '%')
            {
                // Escapes of ASCII are refused in hosts: only names beyond ASCII may need them.
                if (host[at + 1] < '8' && !host.AsSpan(at).StartsWith("%25"))
                {
                    return $"invalid URL escape {GoText.Quote(host.Substring(at, 3))}";
                }
            }
            else if (c < 0x80 && !char.IsAsciiLetterOrDigit(c) && !HostCharacters.Contains(c, StringComparison.Ordinal))
            {
                return $"invalid character {GoText.Quote(c.ToString())} in host name";
            }
        }

        return null;
    }

    private static bool IsOptionalPort(string port) => port.Length == 0 || (port[0] == ':' && port.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0);
}
