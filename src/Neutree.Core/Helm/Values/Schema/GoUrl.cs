using System.Text;

namespace Neutree.Core.Helm.Values.Schema;

/// <summary>
/// A URL as Go net/url reads and resolves it (RFC 3986 with Go's leniences and messages). Identifiers and references of schemas are compared
/// as text after this, so System.Uri's normalization would give other results.
/// </summary>
internal sealed class GoUrl
{
    private GoUrl(string scheme, string opaque, string? authority, string path, string? query)
    {
        Scheme = scheme;
        Opaque = opaque;
        Authority = authority;
        Path = path;
        Query = query;
    }

    public string Scheme { get; }

    public bool IsAbsolute => Scheme.Length > 0;

    /// <summary>What follows the scheme where no slash does: <c>example:a</c> of <c>urn:example:a</c>.</summary>
    public string Opaque { get; }

    /// <summary>User information, host and port as written; null where there is none.</summary>
    public string? Authority { get; }

    /// <summary>As written.</summary>
    public string Path { get; }

    /// <summary>Without its question mark; null where there is none.</summary>
    public string? Query { get; }

    /// <summary>Host without port and brackets.</summary>
    public string HostName => Authority is null ? "" : GoUrlHost.NameOf(Authority);

    /// <summary>Go url.Parse.</summary>
    /// <returns>Null, and Go's message, where the text is no URL.</returns>
    public static GoUrl? TryParse(string text, out string? error)
    {
        int hash = text.IndexOf('#', StringComparison.Ordinal);
        string reference = hash < 0 ? text : text[..hash];
        string? problem = Split(reference, out GoUrl? url);
        error = problem is null ? null : $"parse {GoText.Quote(reference)}: {problem}";
        if (problem is null && hash >= 0 && BadEscape(text.AsSpan(hash + 1)) is { } fragmentProblem)
        {
            error = $"parse {GoText.Quote(text)}: {fragmentProblem}";
        }

        return error is null ? url : null;
    }

    /// <summary>Resolves a reference against this URL (RFC 3986, 5.2), without fragment.</summary>
    public GoUrl Resolve(GoUrl reference)
    {
        if (reference.IsAbsolute || !string.IsNullOrEmpty(reference.Authority))
        {
            string scheme = reference.IsAbsolute ? reference.Scheme : Scheme;
            return reference.Opaque.Length > 0
                ? reference
                : new GoUrl(scheme, "", reference.Authority, RemoveDots(reference.Path), reference.Query);
        }

        string? query = reference.Path.Length == 0 && reference.Query is null ? Query : reference.Query;
        if (Opaque.Length > 0)
        {
            return new GoUrl(Scheme, Opaque, null, "", query);
        }

        string path = reference.Path.Length == 0 ? Path
            : reference.Path[0] == '/' ? reference.Path
            : Path[..(Path.LastIndexOf('/') + 1)] + reference.Path;
        return new GoUrl(Scheme, "", Authority, RemoveDots(path), query);
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
            if (Authority is not null)
            {
                text.Append("//").Append(Authority);
            }

            text.Append(EscapeInvalid(Path));
        }

        return Query is null ? text.ToString() : text.Append('?').Append(Query).ToString();
    }

    /// <summary>Go url.PathEscape.</summary>
    public static string EscapeSegment(string segment) => Escape(segment, "$&+:=@-_.~");

    /// <summary>Go url.PathUnescape; null where an escape is malformed.</summary>
    public static string? Unescape(string text)
    {
        if (!text.Contains('%', StringComparison.Ordinal))
        {
            return text;
        }

        if (BadEscape(text) is not null)
        {
            return null;
        }

        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int length = 0;
        for (int at = 0; at < bytes.Length; at++, length++)
        {
            bytes[length] = bytes[at];
            if (bytes[at] == '%')
            {
                bytes[length] = Convert.ToByte(Encoding.ASCII.GetString(bytes, at + 1, 2), 16);
                at += 2;
            }
        }

        return Encoding.UTF8.GetString(bytes, 0, length);
    }

    /// <summary>Go's message for the first malformed percent escape, or null.</summary>
    public static string? BadEscape(ReadOnlySpan<char> text)
    {
        for (int at = text.IndexOf('%'); at >= 0 && at < text.Length; at++)
        {
            if (text[at] != '%')
            {
                continue;
            }

            if (at + 2 >= text.Length || !char.IsAsciiHexDigit(text[at + 1]) || !char.IsAsciiHexDigit(text[at + 2]))
            {
                return $"invalid URL escape {GoText.Quote(text.Slice(at, Math.Min(3, text.Length - at)).ToString())}";
            }

            at += 2;
        }

        return null;
    }

    private static string? Split(string text, out GoUrl? url)
    {
        url = null;
        if (text.AsSpan().ContainsAnyInRange('\0', '\x1f') || text.Contains('\x7f', StringComparison.Ordinal))
        {
            return "net/url: invalid control character in URL";
        }

        int end = SchemeLength(text);
        if (end == 0 && text.StartsWith(':'))
        {
            return "missing protocol scheme";
        }

        string scheme = text[..end].ToLowerInvariant();
        string rest = end == 0 ? text : text[(end + 1)..];
        int mark = rest.IndexOf('?', StringComparison.Ordinal);
        string? query = mark < 0 ? null : rest[(mark + 1)..];
        rest = mark < 0 ? rest : rest[..mark];
        if (!rest.StartsWith('/') && scheme.Length > 0)
        {
            url = new GoUrl(scheme, rest, null, "", query);
            return null;
        }

        if (!rest.StartsWith('/') && rest.Split('/')[0].Contains(':', StringComparison.Ordinal))
        {
            return "first path segment in URL cannot contain colon";
        }

        string? authority = null;
        if (rest.StartsWith("//", StringComparison.Ordinal) && (scheme.Length > 0 || !rest.StartsWith("///", StringComparison.Ordinal)))
        {
            int slash = rest.IndexOf('/', 2);
            authority = slash < 0 ? rest[2..] : rest[2..slash];
            rest = slash < 0 ? "" : rest[slash..];
            if (GoUrlHost.Check(authority) is { } problem)
            {
                return problem;
            }
        }

        url = new GoUrl(scheme, "", authority, rest, query);
        return BadEscape(rest);
    }

    private static int SchemeLength(string text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            char c = text[at];
            if (c == ':')
            {
                return at;
            }

            if (!char.IsAsciiLetter(c) && (at == 0 || !(char.IsAsciiDigit(c) || c is '+' or '-' or '.')))
            {
                return 0;
            }
        }

        return 0;
    }

    private static string RemoveDots(string path)
    {
        if (path.Length == 0)
        {
            return path;
        }

        List<string> kept = [];
        string[] segments = path.Split('/');
        for (int index = 0; index < segments.Length; index++)
        {
            string segment = segments[index];
            bool isLast = index == segments.Length - 1;
            if (segment == "..")
            {
                kept.RemoveRange(Math.Max(0, kept.Count - 1), Math.Min(1, kept.Count));
            }
            else if (segment != "." && !(index == 0 && segment.Length == 0))
            {
                kept.Add(segment);
            }

            if (isLast && segment is "." or "..")
            {
                kept.Add("");
            }
        }

        return "/" + string.Join('/', kept);
    }

    private static string EscapeInvalid(string path) => Escape(path, "%/!$&'()*+,;=:@[]-_.~");

    private static string Escape(string text, string unescaped)
    {
        StringBuilder escaped = new(text.Length);
        foreach (byte value in Encoding.UTF8.GetBytes(text))
        {
            char c = (char)value;
            if (char.IsAsciiLetterOrDigit(c) || unescaped.Contains(c, StringComparison.Ordinal))
            {
                escaped.Append(c);
            }
            else
            {
                escaped.Append('%').Append(value.ToString("X2", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        return escaped.ToString();
    }
}
