namespace Neutree.Cli;

/// <summary>Paths and addresses as they are typed.</summary>
internal static class InputPath
{
    /// <summary>The full path; <c>-</c>, standard input, stays.</summary>
    public static string? Resolve(string? path) => string.IsNullOrEmpty(path) ? null : path == "-" ? path : Path.GetFullPath(path);

    /// <summary>Where a package is fetched from or put: also <c>oci://</c>.</summary>
    public static Uri? ParsePackageUri(string? text, string flag) =>
        text?.StartsWith("oci://", StringComparison.Ordinal) == true && Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) ? uri : ParseUri(text, flag);

    public static Uri? ParseUri(string? text, string flag)
    {
        if (string.IsNullOrEmpty(text))
        {
            return null;
        }

        return Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) && (uri.Scheme is "http" or "https")
            ? uri
            : throw new UsageException($"the argument of {flag} is not an http or https address");
    }
}
