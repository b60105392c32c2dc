using System.Text.RegularExpressions;

namespace Neutree.Core.Helm.Lint;

/// <summary>Addresses in Chart.yaml: mail, web pages.</summary>
internal static partial class ContactRules
{
    private const int LongestUrl = 2083;

    public static bool IsEmail(string text) => Email().IsMatch(text);

    /// <summary>A web address, with or without a scheme: <c>example.com/joe</c>.</summary>
    public static bool IsUrl(string text)
    {
        if (text.Length is < 3 or >= LongestUrl || text[0] == '.')
        {
            return false;
        }

        return Url().IsMatch(text);
    }

    /// <summary>An absolute address of any scheme.</summary>
    public static bool IsRequestUrl(string text) => RequestUrl().IsMatch(text);

    [GeneratedRegex(@"^[\p{L}\p{N}!#$%&'*+\-/=?^_`{|}~]+(\.[\p{L}\p{N}!#$%&'*+\-/=?^_`{|}~]+)*@([\p{L}\p{N}]([\p{L}\p{N}\-_~]*[\p{L}\p{N}])?\.)+[\p{L}]([\p{L}\p{N}\-_~]*[\p{L}])?\.?$", RegexOptions.NonBacktracking)]
    private static partial Regex Email();

    [GeneratedRegex(@"^((ftps?|tcp|udp|wss?|https?)://)?(\S+(:\S*)?@)?(\[[0-9A-Fa-f:.]+\]|\d{1,3}(\.\d{1,3}){3}|localhost|([\p{L}\p{N}]([\p{L}\p{N}_\-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}]{2,}\.?)(:\d{1,5})?([/?#]\S*)?$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Url();

    [GeneratedRegex(@"^[a-zA-Z][a-zA-Z0-9+.\-]*:(//[^/?#\s\x00-\x1f%<>""\\^`{|}]*(%[0-9A-Fa-f]{2}[^/?#\s<>""\\^`{|}]*)*([/?#]([^\x00-\x1f%]|%[0-9A-Fa-f]{2})*)?|[^/\s\x00-\x1f][^\x00-\x1f]*|/[^\x00-\x1f]*)?$", RegexOptions.NonBacktracking)]
    private static partial Regex RequestUrl();
}
