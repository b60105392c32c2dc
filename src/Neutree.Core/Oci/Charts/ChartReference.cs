namespace Neutree.Core.Oci.Charts;

/// <summary>
/// A chart in a registry: <c>oci://host[:port]/path/name[:version][@digest]</c>. The first segment is always the registry. A tag can't have
/// the <c>+</c> of a version; it has a <c>_</c> in its place.
/// </summary>
public sealed record ChartReference
{
    private const string Scheme = "oci://";

    private ChartReference(string registry, string repository, string? version, Digest? digest)
    {
        Registry = registry;
        Repository = repository;
        Version = version;
        Digest = digest;
    }

    /// <summary>Host with optional port.</summary>
    public string Registry { get; }

    /// <summary>The path below the registry; its last segment is the chart's name.</summary>
    public string Repository { get; }

    /// <summary>The version behind the colon, with <c>+</c>, or null.</summary>
    public string? Version { get; }

    public Digest? Digest { get; }

    /// <exception cref="OciFormatException">The text is no reference to a chart in a registry.</exception>
    public static ChartReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string rest = text.StartsWith(Scheme, StringComparison.Ordinal) ? text[Scheme.Length..] : text;
        Digest? digest = null;
        int at = rest.LastIndexOf('@');
        if (at >= 0)
        {
            digest = Oci.Digest.TryParse(rest[(at + 1)..], out Digest parsed) ? parsed : throw Invalid(text, "what follows the @ is not a sha256 or sha512 digest");
            rest = rest[..at];
        }

        string? version = null;
        int colon = rest.LastIndexOf(':');
        if (colon > rest.LastIndexOf('/'))
        {
            version = rest[(colon + 1)..].Replace('_', '+');
            rest = rest[..colon];
            if (!ImageReference.TagPattern().IsMatch(TagOf(version)))
            {
                throw Invalid(text, $"'{version}' is not a valid tag");
            }
        }

        int slash = rest.IndexOf('/', StringComparison.Ordinal);
        string registry = slash < 0 ? rest : rest[..slash];
        string repository = slash < 0 ? "" : rest[(slash + 1)..];
        return !ImageReference.RegistryPattern().IsMatch(registry) ? throw Invalid(text, $"'{registry}' is not a valid registry host")
            : repository.Length > ImageReference.MaxRepositoryLength || !ImageReference.RepositoryPattern().IsMatch(repository)
                ? throw Invalid(text, $"'{repository}' is not a valid repository name (lower-case letters, digits and single separators are allowed)")
            : new ChartReference(registry, repository, version, digest);
    }

    /// <summary>The tag a version has in a registry.</summary>
    public static string TagOf(string version)
    {
        ArgumentNullException.ThrowIfNull(version);
        return version.Replace('+', '_');
    }

    /// <summary>The chart of this name below the same path, without version.</summary>
    public ChartReference Child(string name) => new(Registry, $"{Repository}/{name}", version: null, digest: null);

    public override string ToString() =>
        $"{Scheme}{Registry}/{Repository}{(Version is null ? "" : ":" + Version)}{(Digest is { } digest ? "@" + digest : "")}";

    private static OciFormatException Invalid(string text, string reason) =>
        new("Oci.InvalidChartReference", $"'{text}' is not a reference to a chart: {reason}")
        {
            Target = text,
            Recommendation = "Write oci://registry/path/name, with :version or @digest behind it where one is meant.",
        };
}
