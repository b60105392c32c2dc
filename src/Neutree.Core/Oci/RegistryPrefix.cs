namespace Neutree.Core.Oci;

/// <summary>
/// Where a site keeps its images: a registry and an optional project path below it, for example
/// <c>registry.example.com:5000/neutree-ai</c>.
/// </summary>
public sealed record RegistryPrefix
{
    private RegistryPrefix(string registry, string path, bool plainHttp, bool tls)
    {
        Registry = registry;
        Path = path;
        PlainHttp = plainHttp;
        Tls = tls;
    }

    /// <summary>Host with optional port.</summary>
    public string Registry { get; }

    /// <summary>Path below the registry without slashes at its ends; empty where there is none.</summary>
    public string Path { get; }

    /// <summary>Whether the registry was written with <c>http://</c> (lower case, as the only opt-in to plain HTTP in a name).</summary>
    public bool PlainHttp { get; }

    /// <summary>Whether the registry was written with <c>https://</c>: then it is never spoken to without TLS, not even on the loopback.</summary>
    public bool Tls { get; }

    /// <param name="registry"><c>[scheme://]host[:port][/path]</c>.</param>
    /// <param name="project">Path below the registry; blanks and slashes around it are dropped.</param>
    /// <exception cref="OciFormatException">The registry is malformed, or path and project are both given.</exception>
    public static RegistryPrefix Parse(string registry, string? project = null)
    {
        ArgumentNullException.ThrowIfNull(registry);
        string text = registry.Trim();
        bool plainHttp = text.StartsWith("http://", StringComparison.Ordinal);
        int scheme = text.IndexOf("://", StringComparison.Ordinal);
        string rest = (scheme < 0 ? text : text[(scheme + 3)..]).TrimEnd('/');
        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string host = slash < 0 ? rest : rest[..slash];
        string path = slash < 0 ? "" : rest[(slash + 1)..].Trim('/');
        string below = (project ?? "").Trim().Trim('/');
        if ((scheme >= 0 && text[..scheme].ToLowerInvariant() is not ("http" or "https")) || !ImageReference.RegistryPattern().IsMatch(host))
        {
            // User name and password belong nowhere in a registry's name; where they stand they aren't repeated.
            bool hasSecret = host.Contains('@', StringComparison.Ordinal);
            string shown = hasSecret ? host[(host.LastIndexOf('@') + 1)..] : registry;
            throw new OciFormatException("Oci.InvalidRegistry", hasSecret ? $"the registry '{shown}' is written with a user in front of it" : $"'{shown}' is not a registry")
            {
                Target = shown,
                Recommendation = hasSecret ? "Give user name and password with -Credential." : "Write host, host:port or host:port/project, with http:// in front only for a registry without TLS.",
            };
        }

        if (path.Length > 0 && below.Length > 0)
        {
            throw new OciFormatException(
                "Oci.RegistryPathTwice",
                $"registry \"{registry}\" already contains a path; cannot combine with project \"{project}\", use one or the other")
            {
                Target = registry,
            };
        }

        RegistryPrefix prefix = new(host, path.Length > 0 ? path : below, plainHttp, !plainHttp && scheme >= 0 && text[..scheme].Equals("https", StringComparison.OrdinalIgnoreCase));

        // The path of a registry follows the rule for the path of an image; a tag or digest has no place in it.
        if (prefix.Path.Length > 0 && !(ImageReference.TryParse("registry.invalid/" + prefix.Path, out ImageReference? asName) && asName!.Repository == prefix.Path))
        {
            throw new OciFormatException("Oci.InvalidRegistry", $"'{prefix.Path}' is not a path below a registry")
            {
                Target = registry,
                Recommendation = "Write lower-case letters and digits, with single ., _, - or / between them.",
            };
        }

        return prefix;
    }

    public override string ToString() => Path.Length == 0 ? Registry : Registry + "/" + Path;
}
