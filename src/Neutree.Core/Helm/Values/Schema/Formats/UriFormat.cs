namespace Neutree.Core.Helm.Values.Schema.Formats;

/// <summary>URIs, references and templates (RFC 3986, RFC 6570), as Go net/url reads them.</summary>
internal static class UriFormat
{
    public static string? Check(string value)
    {
        GoUrl? url = Parse(value, out string? problem);
        return problem ?? (url!.IsAbsolute ? null : "relative url");
    }

    public static string? CheckReference(string value)
    {
        if (value.Contains('\\', StringComparison.Ordinal))
        {
            return "contains \\";
        }

        Parse(value, out string? problem);
        return problem;
    }

    public static string? CheckTemplate(string value)
    {
        GoUrl? url = Parse(value, out string? problem);
        return problem ?? url!.Path.Split('/').Select(CheckBraces).FirstOrDefault(found => found is not null);
    }

    private static GoUrl? Parse(string value, out string? problem)
    {
        GoUrl? url = GoUrl.TryParse(value, out problem);
        string host = url?.HostName ?? "";
        if (problem is null && host.Contains(':', StringComparison.Ordinal))
        {
            problem = !url!.Authority!.Contains('[', StringComparison.Ordinal) ? "ipv6 address not enclosed in brackets"
                : IpAddressFormat.CheckV6(host) is { } reason ? $"invalid ipv6 address: {reason}"
                : null;
        }

        return problem is null ? url : null;
    }

    private static string? CheckBraces(string segment)
    {
        bool open = false;
        foreach (char c in GoUrl.Unescape(segment) ?? segment)
        {
            if (c is not ('{' or '}'))
            {
                continue;
            }

            if (open == (c == '{'))
            {
                return "nested curly braces";
            }

            open = !open;
        }

        return open ? "no matching closing brace" : null;
    }
}
