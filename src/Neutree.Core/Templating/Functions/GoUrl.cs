using System.Text;
using Neutree.Core.Go;

namespace Neutree.Core.Templating.Functions;

/// <summary>
/// A URL as Go's <c>net/url</c> divides and joins it; <see cref="Uri"/> normalizes and so loses what was written. Texts hold one character
/// for each byte.
/// </summary>
internal sealed class GoUrl
{
    private string _rawPath = "";
    private string _rawFragment = "";
    private bool _forceQuery;
    private bool _omitHost;

    public string Scheme { get; init; } = "";

    public string Opaque { get; set; } = "";

    /// <summary>User name and password, decoded; null where there are none.</summary>
    public (string Name, string? Password)? User { get; set; }

    /// <summary>Host and port.</summary>
    public string Host { get; set; } = "";

    public string Path { get; set; } = "";

    public string Query { get; set; } = "";

    public string Fragment { get; set; } = "";

    public string HostName
    {
        get
        {
            int colon = Host.LastIndexOf(':');
            string host = colon >= 0 && IsPort(Host[colon..]) ? Host[..colon] : Host;
            return host is ['[', .., ']'] ? host[1..^1] : host;
        }
    }

    public string UserInfo => User is not { } user ? ""
        : UrlEscaping.Escape(user.Name, UrlPart.UserInfo) + (user.Password is null ? "" : ":" + UrlEscaping.Escape(user.Password, UrlPart.UserInfo));

    /// <exception cref="GoException">The text is no URL; worded as Go does.</exception>
    public static GoUrl Parse(string text)
    {
        string[] parts = text.Split('#', 2);
        GoUrl url = OrNamed(parts[0], () => ParseWithoutFragment(parts[0]));
        if (parts.Length == 2 && parts[1].Length > 0)
        {
            OrNamed(text, () => url.SetFragment(parts[1]));
        }

        return url;
    }

    public override string ToString()
    {
        StringBuilder text = new();
        if (Scheme.Length > 0)
        {
            text.Append(Scheme).Append(':');
        }

        if (Opaque.Length > 0)
        {
            text.Append(Opaque);
        }
        else
        {
            AppendAuthority(text);
            AppendPath(text);
        }

        if (_forceQuery || Query.Length > 0)
        {
            text.Append('?').Append(Query);
        }

        if (Fragment.Length > 0)
        {
            text.Append('#').Append(Escaped(_rawFragment, Fragment, UrlPart.Fragment));
        }

        return text.ToString();
    }

    private static T OrNamed<T>(string text, Func<T> parse)
    {
        try
        {
            return parse();
        }
        catch (GoException e)
        {
            throw new GoException($"parse {GoQuote.Quote(GoString.Adopt(Encoding.Latin1.GetBytes(text)))}: {e.Message}", e);
        }
    }

    private static GoUrl ParseWithoutFragment(string text)
    {
        if (text.Any(static character => character is < ' ' or '\x7F'))
        {
            throw new GoException("net/url: invalid control character in URL");
        }

        if (text == "*")
        {
            return new GoUrl { Path = "*" };
        }

        (string scheme, string rest) = SplitScheme(text);
        GoUrl url = new() { Scheme = scheme.ToLowerInvariant() };
        if (rest.EndsWith('?') && rest.IndexOf('?', StringComparison.Ordinal) == rest.Length - 1)
        {
            url._forceQuery = true;
            rest = rest[..^1];
        }
        else
        {
            string[] parts = rest.Split('?', 2);
            rest = parts[0];
            url.Query = parts.ElementAtOrDefault(1) ?? "";
        }

        if (!rest.StartsWith('/'))
        {
            if (scheme.Length > 0)
            {
                url.Opaque = rest;
                return url;
            }

            if (rest.Split('/', 2)[0].Contains(':', StringComparison.Ordinal))
            {
                throw new GoException("first path segment in URL cannot contain colon");
            }
        }

        bool hasAuthority = rest.StartsWith("//", StringComparison.Ordinal) && (scheme.Length > 0 || !rest.StartsWith("///", StringComparison.Ordinal));
        if (hasAuthority)
        {
            int end = rest.IndexOf('/', 2);
            url.SetAuthority(end < 0 ? rest[2..] : rest[2..end]);
            rest = end < 0 ? "" : rest[end..];
        }
        else
        {
            url._omitHost = scheme.Length > 0 && rest.StartsWith('/');
        }

        url.Path = UrlEscaping.Unescape(rest, UrlPart.Path);
        url._rawPath = UrlEscaping.Escape(url.Path, UrlPart.Path) == rest ? "" : rest;
        return url;
    }

    private static (string Scheme, string Remainder) SplitScheme(string text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            char character = text[at];
            if (character == ':')
            {
                return at == 0 ? throw new GoException("missing protocol scheme") : (text[..at], text[(at + 1)..]);
            }

            bool belongs = char.IsAsciiLetter(character) || (at > 0 && (char.IsAsciiDigit(character) || character is '+' or '-' or '.'));
            if (!belongs)
            {
                break;
            }
        }

        return ("", text);
    }

    private static string ParseHost(string host)
    {
        bool isAddress = host.StartsWith('[');
        int end = isAddress ? host.LastIndexOf(']') + 1 : host.LastIndexOf(':');
        if (isAddress && end == 0)
        {
            throw new GoException("missing ']' in host");
        }

        string port = end < 0 ? "" : host[end..];
        if (!IsPort(port))
        {
            throw new GoException($"invalid port {GoQuote.Quote(GoString.Adopt(Encoding.Latin1.GetBytes(port)))} after host");
        }

        int zone = isAddress ? host[..(end - 1)].IndexOf("%25", StringComparison.Ordinal) : -1;
        return zone < 0
            ? UrlEscaping.Unescape(host, UrlPart.Host)
            : UrlEscaping.Unescape(host[..zone], UrlPart.Host)
                + UrlEscaping.Unescape(host[zone..(end - 1)], UrlPart.Zone)
                + UrlEscaping.Unescape(host[(end - 1)..], UrlPart.Host);
    }

    private static bool IsPort(string text) => text.Length == 0 || (text[0] == ':' && text.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0);

    private static bool IsUserInfoCharacter(char character) =>
        char.IsAsciiLetterOrDigit(character) || "-._:~!$&'()*+,;=%@".Contains(character, StringComparison.Ordinal);

    private static string Escaped(string raw, string decoded, UrlPart part)
    {
        if (raw.Length > 0 && UrlEscaping.IsValid(raw, part))
        {
            try
            {
                if (UrlEscaping.Unescape(raw, part) == decoded)
                {
                    return raw;
                }
            }
            catch (GoException)
            {
                return UrlEscaping.Escape(decoded, part);
            }
        }

        return part == UrlPart.Path && decoded == "*" ? decoded : UrlEscaping.Escape(decoded, part);
    }

    private GoUrl SetFragment(string text)
    {
        Fragment = UrlEscaping.Unescape(text, UrlPart.Fragment);
        _rawFragment = UrlEscaping.Escape(Fragment, UrlPart.Fragment) == text ? "" : text;
        return this;
    }

    private void SetAuthority(string authority)
    {
        int at = authority.LastIndexOf('@');
        Host = ParseHost(authority[(at + 1)..]);
        if (at < 0)
        {
            return;
        }

        string info = authority[..at];
        if (!info.All(IsUserInfoCharacter))
        {
            throw new GoException("net/url: invalid userinfo");
        }

        string[] parts = info.Split(':', 2);
        User = (UrlEscaping.Unescape(parts[0], UrlPart.UserInfo), parts.Length < 2 ? null : UrlEscaping.Unescape(parts[1], UrlPart.UserInfo));
    }

    private void AppendAuthority(StringBuilder text)
    {
        bool isEmpty = Host.Length == 0 && User is null;
        if ((Scheme.Length == 0 && isEmpty) || (_omitHost && isEmpty))
        {
            return;
        }

        if (!isEmpty || Path.Length > 0)
        {
            text.Append("//");
        }

        if (User is not null)
        {
            text.Append(UserInfo).Append('@');
        }

        text.Append(UrlEscaping.Escape(Host, UrlPart.Host));
    }

    private void AppendPath(StringBuilder text)
    {
        string path = Escaped(_rawPath, Path, UrlPart.Path);
        if (path.Length > 0 && path[0] != '/' && Host.Length > 0)
        {
            text.Append('/');
        }

        if (text.Length == 0 && path.Split('/', 2)[0].Contains(':', StringComparison.Ordinal))
        {
            text.Append("./");
        }

        text.Append(path);
    }
}
