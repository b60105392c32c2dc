namespace Neutree.Core.Oci.Transfer;

/// <summary>
/// What of an image is transferred: all of it, or some platforms of an index. A choice from an index is a new index that names its
/// origin in an annotation, or the lone manifest.
/// </summary>
internal sealed record PlatformSelection(SourceContent Content, IReadOnlyList<string> Warnings)
{
    /// <summary>Annotation of a cut-down index: the digest of the index it was taken from.</summary>
    public const string OriginAnnotation = "ai.neutree.origin.digest";

    /// <summary>False where the index was cut down, so that its digest is a new one.</summary>
    public bool IsWhole { get; private init; }

    /// <exception cref="TransferException">Nothing of the image is for the wanted platforms.</exception>
    public static PlatformSelection Select(SourceContent content, IReadOnlyList<Platform> wanted, string name)
    {
        if (content is StoredIndex index)
        {
            return SelectFromIndex(index, wanted, name);
        }

        Platform? platform = PlatformOf(content);
        return wanted.Count == 0 || platform is null || wanted.Any(platform.Satisfies)
            ? new PlatformSelection(content, []) { IsWhole = true }
            : throw NoPlatform(name, wanted, [platform]);
    }

    /// <summary>The platform of a manifest or loose image; null for an index or artifact.</summary>
    public static Platform? PlatformOf(SourceContent content) => content switch
    {
        StoredManifest manifest => manifest.IndexEntry?.Platform ?? manifest.Platform,
        LooseImage image => image.Config.Platform,
        _ => null,
    };

    /// <summary>Platforms of everything in the content, as results show them.</summary>
    public static string? Describe(SourceContent content)
    {
        IEnumerable<Platform?> platforms = content is StoredIndex index
            ? index.Index.Manifests.Where(entry => entry.AttestedDigest is null).Select(entry => entry.Platform)
            : [PlatformOf(content)];
        string text = string.Join(",", platforms.OfType<Platform>().Where(platform => platform.OperatingSystem != "unknown").Distinct());
        return text.Length == 0 ? null : text;
    }

    private static PlatformSelection SelectFromIndex(StoredIndex index, IReadOnlyList<Platform> wanted, string name)
    {
        Dictionary<Digest, SourceContent> present = [];
        foreach (SourceContent child in index.Children)
        {
            present[child.Digest] = child;
        }

        HashSet<Digest> chosen = [.. index.Index.Manifests
            .Where(entry => present.ContainsKey(entry.Digest) && entry.AttestedDigest is null && IsWanted(entry, present[entry.Digest], wanted))
            .Select(entry => entry.Digest)];
        List<Descriptor> kept = [.. index.Index.Manifests.Where(entry =>
            chosen.Contains(entry.Digest)
            || (present.ContainsKey(entry.Digest) && entry.AttestedDigest is { } subject && chosen.Contains(subject)))];
        if (kept.Count == index.Index.Manifests.Count)
        {
            return new PlatformSelection(index, []) { IsWhole = true };
        }

        if (chosen.Count == 0)
        {
            throw NoPlatform(name, wanted, index.Index.Manifests.Select(entry => entry.Platform).OfType<Platform>());
        }

        SourceContent content = kept.Count == 1
            ? present[kept[0].Digest]
            : new StoredIndex(ImageIndex.Create(kept, WithOrigin(index.Index), index.Index.MediaType))
            {
                Children = [.. kept.Select(entry => present[entry.Digest])],
            };
        string reason = wanted.Count > 0 ? "only some of its platforms were asked for" : "the source holds only some of its platforms";
        return new PlatformSelection(
            content,
            [$"{name} is now {content.Digest}, because {reason}; references pinned to {index.Digest} won't be found at the target."]);
    }

    private static bool IsWanted(Descriptor entry, SourceContent child, IReadOnlyList<Platform> wanted) =>
        wanted.Count == 0 || (entry.Platform ?? PlatformOf(child)) is not { } platform || wanted.Any(platform.Satisfies);

    private static Dictionary<string, string> WithOrigin(ImageIndex index) =>
        new(index.Annotations) { [OriginAnnotation] = index.Digest.ToString() };

    private static TransferException NoPlatform(string name, IReadOnlyList<Platform> wanted, IEnumerable<Platform> available)
    {
        string have = string.Join(", ", available.Where(platform => platform.OperatingSystem != "unknown").Distinct());
        return new TransferException(
            "Transfer.PlatformNotFound",
            ErrorKind.NotFound,
            wanted.Count == 0
                ? $"{name} has no image the source holds"
                : $"{name} has no image for {string.Join(", ", wanted)}; it has {(have.Length == 0 ? "none with a platform" : have)}")
        {
            Target = name,
            Recommendation = wanted.Count == 0 ? "The archive was saved without its content: save it again." : "Choose one of the platforms it has.",
        };
    }
}
