namespace Neutree.Core.Packages.Servers;

/// <summary>Addresses of files on servers, as they may be shown, and put together.</summary>
internal static class ServerAddress
{
    private const int LongestName = 200;

    /// <summary>The address without user, password and query, which may hold secrets.</summary>
    public static string Printable(Uri uri) => uri.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    /// <summary>The address without user and password; they go into a header.</summary>
    public static Uri WithoutUser(Uri uri) => new UriBuilder(uri) { UserName = "", Password = "" }.Uri;

    /// <summary>The address of a file in the same folder, or with an ending behind the name; the query stays.</summary>
    public static Uri Beside(Uri uri, string name)
    {
        string path = uri.GetComponents(UriComponents.Path | UriComponents.KeepDelimiter, UriFormat.UriEscaped);
        return new UriBuilder(uri) { Path = path[..(path.LastIndexOf('/') + 1)] + Uri.EscapeDataString(name) }.Uri;
    }

    /// <summary>The address with a slash at the end of its path; the query stays.</summary>
    public static Uri Folder(Uri uri)
    {
        string path = uri.GetComponents(UriComponents.Path | UriComponents.KeepDelimiter, UriFormat.UriEscaped);
        return new UriBuilder(uri) { Path = path.EndsWith('/') ? path : path + "/" }.Uri;
    }

    /// <summary>The address of a file below a folder; without user and password, the query stays.</summary>
    public static Uri Below(Uri folder, params IEnumerable<string> names)
    {
        string path = Folder(folder).GetComponents(UriComponents.Path | UriComponents.KeepDelimiter, UriFormat.UriEscaped);
        return WithoutUser(new UriBuilder(folder) { Path = path + string.Join('/', names.Select(Uri.EscapeDataString)) }.Uri);
    }

    /// <summary>The last part of the path as a file's name; null where that is none.</summary>
    public static string? FileName(Uri uri)
    {
        string name = Uri.UnescapeDataString(uri.AbsolutePath[(uri.AbsolutePath.LastIndexOf('/') + 1)..]);
        return IsFileName(name) ? name : null;
    }

    /// <summary>Whether the name stays in the folder it is put into, here and on other systems.</summary>
    public static bool IsFileName(string name) =>
        name.Length is > 0 and <= LongestName
        && name.Trim(' ', '.').Length > 0
        && !name.Any(static c => c < ' ' || c is '/' or '\\' or ':' or '*' or '?' or '"' or '<' or '>' or '|' or '\x7f');
}
