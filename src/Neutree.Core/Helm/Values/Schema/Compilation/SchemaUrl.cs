namespace Neutree.Core.Helm.Values.Schema.Compilation;

/// <summary>A reference to a schema: an absolute URL and a decoded fragment.</summary>
internal readonly record struct SchemaUrl(string Url, string Fragment)
{
    /// <exception cref="SchemaException">The reference, or its fragment, is malformed.</exception>
    public static SchemaUrl Resolve(string baseUrl, string reference)
    {
        (string text, string fragment) = Split(reference);
        GoUrl resolved = Parse(baseUrl).Resolve(Parse(text));
        return new SchemaUrl(resolved.ToString(), fragment);
    }

    /// <exception cref="SchemaException">The fragment is malformed.</exception>
    public static (string Url, string Fragment) Split(string reference)
    {
        int hash = reference.IndexOf('#', StringComparison.Ordinal);
        string written = hash < 0 ? "" : reference[(hash + 1)..];
        string fragment = GoUrl.Unescape(written)
            ?? throw SchemaException.Invalid($"error in parsing {GoText.Quote(reference)}: {GoUrl.BadEscape(written)}");
        return (hash < 0 ? reference : reference[..hash], fragment);
    }

    private static GoUrl Parse(string text) =>
        GoUrl.TryParse(text, out string? error) ?? throw SchemaException.Invalid($"error in parsing {GoText.Quote(text)}: {error}");
}
