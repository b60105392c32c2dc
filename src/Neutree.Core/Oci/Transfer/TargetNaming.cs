namespace Neutree.Core.Oci.Transfer;

/// <summary>Turns the names images have in a source into repositories and tags at a target.</summary>
internal sealed class TargetNaming
{
    private readonly ImagePlace _place;
    private readonly string _placeName;
    private readonly RegistryPrefix? _prefix;
    private readonly ImageReference? _exact;

    private TargetNaming(ImagePlace place, string placeName, RegistryPrefix? prefix, ImageReference? exact)
    {
        _place = place;
        _placeName = placeName;
        _prefix = prefix;
        _exact = exact;
    }

    /// <summary>Names below <paramref name="prefix"/> by the one rewriting rule.</summary>
    public static TargetNaming Below(RegistryPrefix prefix) => new(ImagePlace.Registry, prefix.ToString(), prefix, null);

    /// <summary>Exactly this reference, for one image.</summary>
    public static TargetNaming Exactly(ImageReference reference) => new(ImagePlace.Registry, reference.Registry, null, reference);

    /// <summary>Full names, as an archive keeps them.</summary>
    public static TargetNaming InArchive(string path) => new(ImagePlace.Archive, path, null, null);

    /// <summary>Repositories without registry, optionally below a project, as a folder registry keeps them.</summary>
    public static TargetNaming InFolder(string path, string? project) =>
        new(ImagePlace.Folder, path, string.IsNullOrWhiteSpace(project) ? null : RegistryPrefix.Parse("folder.invalid", project), null);

    /// <summary>The registry images go to, or null for archives and folders.</summary>
    public string? Registry => _exact?.Registry ?? (_place == ImagePlace.Registry ? _prefix!.Registry : null);

    /// <summary>Whether all images would get one name.</summary>
    public bool IsExact => _exact is not null;

    /// <summary>Repository, tag (null: by digest only) and display name at the target.</summary>
    public (string Repository, string? Tag, string Display) NameOf(ImageReference image)
    {
        ImageReference target = _exact ?? (_place == ImagePlace.Archive || _prefix is null ? image : image.RewriteTo(_prefix));
        string? tag = target.Digest is null ? target.Tag ?? "latest" : target.Tag;
        string repository = _place == ImagePlace.Archive ? $"{target.Registry}/{target.Repository}" : target.Repository;
        string reference = tag is null ? $"@{target.Digest}" : ":" + tag;
        string display = _place switch
        {
            ImagePlace.Registry => $"{target.Registry}/{target.Repository}{reference}",
            ImagePlace.Archive => $"{_placeName}: {target.Registry}/{target.Repository}{reference}",
            _ => $"{_placeName}: {target.Repository}{reference}",
        };
        return (repository, tag, display);
    }
}
