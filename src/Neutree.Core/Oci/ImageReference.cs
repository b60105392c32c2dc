using System.Text.RegularExpressions;

namespace Neutree.Core.Oci;

/// <summary>
/// A name of an image: <c>[registry/]repository[:tag][@digest]</c>, normalised.
/// <para>
/// One rule serves everything that reads or rewrites references: the first segment is a registry if it has a <c>.</c> or <c>:</c> or is
/// <c>localhost</c>; Docker Hub's single names live under <c>library/</c>; the tag stands after the last <c>:</c> behind the last
/// <c>/</c>; a digest stays.
/// </para>
/// <para>
/// Where Neutree's former rewriters contradict each other, this rule decides. Deviations: bare <c>localhost/x</c> names a registry
/// (launch and import kept it as a path); a Docker Hub prefix gets <c>library/</c> like any other (<c>image push</c> left it out) and
/// is not a reason to leave an image alone; an image that already lies below the prefix stays as it is everywhere.
/// </para>
/// </summary>
public sealed partial record ImageReference
{
    public const string DockerHub = "docker.io";
    internal const int MaxRepositoryLength = 255;

    private ImageReference(string registry, string repository, string? tag, Digest? digest)
    {
        Registry = registry;
        Repository = repository;
        Tag = tag;
        Digest = digest;
    }

    /// <summary>Host with optional port; <c>docker.io</c> where the text names none.</summary>
    public string Registry { get; }

    /// <summary>The path below the registry, <c>library/</c> included for Docker Hub's single names.</summary>
    public string Repository { get; }

    public string? Tag { get; }

    public Digest? Digest { get; }

    /// <summary>What a registry is asked for: the digest if there is one, else the tag, else <c>latest</c>.</summary>
    public string TagOrDigest => Digest?.ToString() ?? Tag ?? "latest";

    /// <exception cref="OciFormatException">The text is no image reference.</exception>
    public static ImageReference Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(text, out ImageReference? reference, out string? reason)
            ? reference!
            : throw Invalid(text, reason!);
    }

    public static bool TryParse(string? text, out ImageReference? reference) => TryParse(text, out reference, out _);

    /// <summary>A reference from its parts, as a package manifest gives them; the name may carry a registry.</summary>
    /// <exception cref="OciFormatException">Name or tag is malformed, or the name already has a tag or digest.</exception>
    public static ImageReference FromNameAndTag(string name, string tag)
    {
        ImageReference reference = Parse(name);
        if (reference.Tag is not null || reference.Digest is not null)
        {
            throw Invalid(name, "a name without tag and digest is expected here");
        }

        return reference.WithTag(tag);
    }

    /// <summary>The same repository with this tag and no digest.</summary>
    /// <exception cref="OciFormatException">The tag has more than 128 characters or one outside <c>[A-Za-z0-9_.-]</c>.</exception>
    public ImageReference WithTag(string tag) =>
        TagPattern().IsMatch(tag) ? new(Registry, Repository, tag, null) : throw Invalid(tag, "it is not a valid tag");

    /// <summary>The same repository pinned to <paramref name="digest"/>, without tag.</summary>
    public ImageReference WithDigest(Digest digest) => new(Registry, Repository, null, digest);

    /// <summary>This image's name below <paramref name="prefix"/>; an image that is there already stays.</summary>
    public ImageReference RewriteTo(RegistryPrefix prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        if (Registry == prefix.Registry && (prefix.Path.Length == 0 || Repository.StartsWith(prefix.Path + "/", StringComparison.Ordinal)))
        {
            return this;
        }

        string repository = prefix.Path.Length == 0 ? Repository : prefix.Path + "/" + Repository;
        return new ImageReference(prefix.Registry, repository, Digest is null ? Tag ?? "latest" : null, Digest);
    }

    /// <summary>Docker's short form: <c>postgres:13</c> for <c>docker.io/library/postgres:13</c>; what <c>docker save</c> writes.</summary>
    public string ToFamiliarString()
    {
        string name = Registry != DockerHub ? Registry + "/" + Repository
            : Repository.StartsWith("library/", StringComparison.Ordinal) && Repository.IndexOf('/', "library/".Length) < 0 ? Repository["library/".Length..]
            : Repository;
        return name + Suffix;
    }

    public override string ToString() => Registry + "/" + Repository + Suffix;

    private string Suffix => (Tag is null ? "" : ":" + Tag) + (Digest is { } digest ? "@" + digest : "");

    private static bool TryParse(string? text, out ImageReference? reference, out string? reason)
    {
        reference = null;
        reason = "it is empty";
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        string rest = text;
        Digest? digest = null;
        int at = rest.IndexOf('@', StringComparison.Ordinal);
        if (at >= 0)
        {
            if (!Oci.Digest.TryParse(rest[(at + 1)..], out Digest parsed))
            {
                reason = "what follows the @ is not a sha256 or sha512 digest";
                return false;
            }

            digest = parsed;
            rest = rest[..at];
        }

        string? tag = null;
        int colon = rest.LastIndexOf(':');
        if (colon > rest.LastIndexOf('/'))
        {
            tag = rest[(colon + 1)..];
            rest = rest[..colon];
            if (!TagPattern().IsMatch(tag))
            {
                reason = $"'{tag}' is not a valid tag";
                return false;
            }
        }

        (string registry, string repository) = SplitRegistry(rest);
        if (!RegistryPattern().IsMatch(registry))
        {
            reason = $"'{registry}' is not a valid registry host";
            return false;
        }

        if (repository.Length > MaxRepositoryLength || !RepositoryPattern().IsMatch(repository))
        {
            reason = $"'{repository}' is not a valid repository name (lower-case letters, digits and single separators are allowed)";
            return false;
        }

        reference = new ImageReference(registry, repository, tag, digest);
        return true;
    }

    private static (string Registry, string Repository) SplitRegistry(string name)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        string first = slash < 0 ? "" : name[..slash];
        bool hasRegistry = first.Contains('.', StringComparison.Ordinal) || first.Contains(':', StringComparison.Ordinal) || first == "localhost";
        string registry = hasRegistry ? first : DockerHub;
        string repository = hasRegistry ? name[(slash + 1)..] : name;
        if (registry is "index.docker.io" or "registry-1.docker.io")
        {
            registry = DockerHub;
        }

        return registry == DockerHub && !repository.Contains('/', StringComparison.Ordinal)
            ? (registry, "library/" + repository)
            : (registry, repository);
    }

    private static OciFormatException Invalid(string text, string reason) =>
        new("Oci.InvalidReference", $"'{text}' is not an image reference: {reason}") { Target = text };

    // distribution-spec, "Pulling manifests": <name> and <reference>.
    [GeneratedRegex(@"\A[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*(?:/[a-z0-9]+(?:(?:\.|_|__|-+)[a-z0-9]+)*)*\z")]
    internal static partial Regex RepositoryPattern();

    [GeneratedRegex(@"\A[A-Za-z0-9_][A-Za-z0-9._-]{0,127}\z")]
    internal static partial Regex TagPattern();

    [GeneratedRegex(@"\A(?:[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?\z")]
    internal static partial Regex RegistryPattern();
}
