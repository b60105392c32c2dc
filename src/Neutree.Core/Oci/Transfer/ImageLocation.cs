namespace Neutree.Core.Oci.Transfer;

/// <summary>What kind of place a source or destination text names.</summary>
internal enum ImagePlace
{
    Registry,
    Archive,
    Folder,
}

/// <summary>
/// A source or destination as users write it. Prefixes settle the kind (<c>docker://</c>, <c>docker-archive:</c>, <c>oci-archive:</c>,
/// <c>oci:</c>); without one an existing file or folder wins, then what looks like a path, then a reference.
/// </summary>
internal sealed record ImageLocation(ImagePlace Place, string Value)
{
    private static readonly (string Prefix, ImagePlace Place)[] Prefixes =
    [
        ("docker://", ImagePlace.Registry),
        ("docker-archive:", ImagePlace.Archive),
        ("oci-archive:", ImagePlace.Archive),
        ("oci:", ImagePlace.Folder),
    ];

    private static readonly string[] ArchiveEndings = [".tar", ".tar.gz", ".tgz"];

    /// <summary>Whether a registry value names one image exactly (a tag or digest behind a repository) and not only a place for many.</summary>
    public bool IsExactReference
    {
        get
        {
            int slash = Value.LastIndexOf('/');
            return slash > 0 && Value[slash - 1] != '/' && Value.AsSpan(slash).ContainsAny(':', '@');
        }
    }

    public static ImageLocation Parse(string text)
    {
        foreach ((string prefix, ImagePlace place) in Prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal))
            {
                return new ImageLocation(place, text[prefix.Length..]);
            }
        }

        if (Directory.Exists(text))
        {
            return new ImageLocation(ImagePlace.Folder, text);
        }

        bool isScheme = text.Contains("://", StringComparison.Ordinal);
        bool looksLikePath = !isScheme
            && (text == "-"
                || File.Exists(text)
                || Path.IsPathRooted(text)
                || text.StartsWith('.')
                || ArchiveEndings.Any(ending => text.EndsWith(ending, StringComparison.OrdinalIgnoreCase)));
        return new ImageLocation(looksLikePath ? ImagePlace.Archive : ImagePlace.Registry, text);
    }
}
