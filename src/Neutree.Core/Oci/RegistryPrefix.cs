namespace Neutree.Core.Oci;

/// <summary>
/// Where a site keeps its images: a registry and an optional project path below it, for example
/// <c>registry.example.com:5000/neutree-ai</c>.
/// </summary>
public sealed record RegistryPrefix
{
    private RegistryPrefix(string registry, string path, bool plainHttp)
    {
        Registry = registry;
        Path = path;
        PlainHttp = plainHttp;
    }

    /// <summary>Host with optional port.</summary>
    public string Registry { get; }

    /// <summary>Path below the registry without slashes at its ends; empty where there is none.</summary>
    public string Path { get; }

    /// <summary>Whether the registry was written with <c>http://</c> (lower case, as the only opt-in to plain HTTP in a name).</summary>
    public bool PlainHttp { get; }

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
            throw new OciFormatException("Oci.InvalidRegistry", $"'{registry}' is not a registry")
            {
                Target = registry,
                Recommendation = "Write host, host:port or host:port/project, with http:// in front only for a registry without TLS.",
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

        RegistryPrefix prefix = new(host, path.Length > 0 ? path : below, plainHttp);
        if (prefix.Path.Length > 0)
        {
            // The reference rule validates the path's characters.
            ImageReference.Parse("registry.invalid/" + prefix.Path);
        }

        return prefix;
    }

    public override string ToString() => Path.Length == 0 ? Registry : Registry + "/" + Path;
}
