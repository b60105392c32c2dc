namespace Neutree.Core.Oci.Archives;

/// <summary>Joins the two descriptions that newer docker archives carry of the same images.</summary>
internal static class ArchiveViews
{
    /// <exception cref="ArchiveException">An image lacks layers in the only view that has it.</exception>
    public static IReadOnlyList<SourceImage> Join(IReadOnlyList<SourceImage> loose, IReadOnlyList<LayoutImage> stored, string archive)
    {
        List<SourceImage> joined = [];
        HashSet<Digest> taken = [];
        Dictionary<Digest, int> looseByConfig = [];
        foreach (SourceImage image in loose)
        {
            Digest config = image.Content.Digest;
            List<LayoutImage> same = [.. stored.Where(candidate => ConfigsOf(candidate.Content).Contains(config))];
            List<LayoutImage> better = [.. same.Where(IsBetter)];
            if (better.Count == 0)
            {
                looseByConfig[config] = joined.Count;
                joined.Add(image);
                continue;
            }

            // One config may stand behind several names of different content: alone and as a part of an index.
            HashSet<string> owned = [.. same.SelectMany(candidate => candidate.Names).Select(Normalize)];
            IEnumerable<string> unowned = image.Names.Where(name => !owned.Contains(Normalize(name)));
            foreach (LayoutImage candidate in better.Where(candidate => taken.Add(candidate.Content.Digest)))
            {
                HashSet<string> own = [.. candidate.Names.Select(Normalize)];
                IEnumerable<string> names = loose.SelectMany(other => other.Names).Where(name => own.Contains(Normalize(name)));
                joined.Add(new SourceImage
                {
                    Names = Union(candidate == better[0] ? names.Concat(unowned) : names, candidate.Names),
                    Content = candidate.Content,
                });
            }
        }

        foreach (LayoutImage image in stored.Where(image => !taken.Contains(image.Content.Digest)))
        {
            if (image.Content is StoredManifest manifest && looseByConfig.TryGetValue(manifest.Manifest.Config.Digest, out int place))
            {
                joined[place] = joined[place] with { Names = Union(joined[place].Names, image.Names) };
            }
            else if (image.IsWhole)
            {
                joined.Add(new SourceImage { Names = image.Names, Content = image.Content });
            }
            else
            {
                string name = image.Names.Count > 0 ? image.Names[0] : image.Content.Digest.ToString();
                throw ArchiveException.Invalid("Archive.MissingBlob", archive, $"layers or the config of {name} aren't inside");
            }
        }

        return joined;
    }

    /// <summary>
    /// An index says more than the loose parts can; a manifest does when a registry served it, or when its layers go as they are.
    /// </summary>
    private static bool IsBetter(LayoutImage image) => image.IsWhole && image.Content switch
    {
        StoredIndex => true,
        StoredManifest when image.IsAsServed => true,
        StoredManifest manifest => HasAllLayers(manifest) && manifest.Layers.All(layer => layer.Compression != BlobCompression.None),
        _ => false,
    };

    /// <summary>Docker 25.0.0 wrote manifests that list no layers.</summary>
    private static bool HasAllLayers(StoredManifest manifest) =>
        manifest.ConfigContent is { } config && ImageConfig.Parse(config).DiffIds.Count == manifest.Layers.Count;

    private static IEnumerable<Digest> ConfigsOf(SourceContent content) => content switch
    {
        StoredManifest manifest => [manifest.Manifest.Config.Digest],
        StoredIndex index => index.Children.SelectMany(ConfigsOf),
        _ => [],
    };

    /// <summary>Both lists, the first one's spelling where they mean the same image.</summary>
    private static List<string> Union(IEnumerable<string> first, IEnumerable<string> second)
    {
        List<string> names = [.. first.Distinct()];
        HashSet<string> known = [.. names.Select(Normalize)];
        names.AddRange(second.Where(name => known.Add(Normalize(name))));
        return names;
    }

    private static string Normalize(string name) => ImageReference.TryParse(name, out ImageReference? reference) ? reference!.ToString() : name;
}
