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
            LayoutImage? better = stored.FirstOrDefault(candidate => ConfigsOf(candidate.Content).Contains(config) && IsBetter(candidate));
            if (better is null)
            {
                looseByConfig[config] = joined.Count;
                joined.Add(image);
            }
            else if (taken.Add(better.Content.Digest))
            {
                // Every name of every loose image that this content stands for, so that no name is lost.
                HashSet<Digest> configs = [.. ConfigsOf(better.Content)];
                IEnumerable<string> names = loose.Where(other => configs.Contains(other.Content.Digest)).SelectMany(other => other.Names);
                joined.Add(new SourceImage { Names = Union(names, better.Names), Content = better.Content });
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

    /// <summary>An index says more than the loose parts can; a manifest does when its layers go as they are.</summary>
    private static bool IsBetter(LayoutImage image) => image.IsWhole && image.Content switch
    {
        StoredIndex => true,
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
