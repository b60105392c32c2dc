namespace Neutree.Core.Oci.Transfer;

/// <summary>All blobs of a run, each distinct one once, in the order they are worked on.</summary>
internal sealed class TransferPlan
{
    private readonly Dictionary<object, PlannedBlob> _blobs = [];
    private readonly bool _compress;

    /// <param name="compressPlainLayers">Whether plain layers of loose images are compressed on their way.</param>
    public TransferPlan(bool compressPlainLayers) => _compress = compressPlainLayers;

    /// <summary>Blobs that can be read in any order: largest first, so that none is left over at the end.</summary>
    public IReadOnlyList<PlannedBlob> AnyOrder =>
        [.. _blobs.Values.Where(blob => !IsSequential(blob)).OrderByDescending(blob => blob.Blob.Size)];

    /// <summary>Blobs of sequential sources, one source after the other in file order.</summary>
    public IReadOnlyList<PlannedBlob> FileOrder
    {
        get
        {
            List<IImageSource> sources = [.. _blobs.Values.Where(IsSequential).Select(blob => blob.Source).Distinct()];
            return [.. _blobs.Values.Where(IsSequential).OrderBy(blob => sources.IndexOf(blob.Source)).ThenBy(blob => blob.Blob.Position)];
        }
    }

    /// <summary>The blobs an image needs at its repository; <c>Owned</c> marks those that this image is the first to ask for.</summary>
    public IReadOnlyList<(PlannedBlob Blob, bool Owned)> Add(TransferItem item, SourceContent content)
    {
        List<(PlannedBlob, bool)> needed = [];
        HashSet<PlannedBlob> seen = [];
        foreach (PlannedBlob blob in Blobs(item, content))
        {
            if (seen.Add(blob))
            {
                needed.Add((blob, blob.Need(item.Repository)));
            }
        }

        return needed;
    }

    /// <summary>The planned form of a blob that <see cref="Add"/> has seen.</summary>
    public PlannedBlob Find(IImageSource source, SourceBlob blob, bool isLoose) => _blobs[KeyOf(source, blob, IsCompressed(blob, isLoose))];

    /// <summary>Every manifest of the content, children before what names them; referrers after what they refer to.</summary>
    public static IEnumerable<SourceContent> Manifests(SourceContent content)
    {
        IReadOnlyList<StoredManifest> referrers = [];
        if (content is StoredIndex index)
        {
            foreach (SourceContent manifest in index.Children.SelectMany(Manifests))
            {
                yield return manifest;
            }

            referrers = index.Referrers;
        }
        else if (content is StoredManifest stored)
        {
            referrers = stored.Referrers;
        }

        yield return content;
        foreach (SourceContent manifest in referrers.SelectMany(Manifests))
        {
            yield return manifest;
        }
    }

    private IEnumerable<PlannedBlob> Blobs(TransferItem item, SourceContent content)
    {
        foreach (SourceContent manifest in Manifests(content))
        {
            switch (manifest)
            {
                case StoredManifest stored:
                    yield return Plan(item, stored.Config, "config", stored.ConfigContent ?? stored.Manifest.Config.Data, isLoose: false);
                    foreach (SourceBlob layer in stored.Layers.Where(layer => !MediaTypes.IsNonDistributable(layer.MediaType)))
                    {
                        yield return Plan(item, layer, "layer", layer.Descriptor?.Data, isLoose: false);
                    }

                    break;
                case LooseImage loose:
                    SourceBlob config = new() { MediaType = MediaTypes.OciConfig, Digest = loose.ConfigDigest, Size = loose.ConfigContent.Length };
                    yield return Plan(item, config, "config", loose.ConfigContent, isLoose: true);
                    foreach (SourceBlob layer in loose.Layers)
                    {
                        yield return Plan(item, layer, "layer", null, isLoose: true);
                    }

                    break;
                default:
                    break;
            }
        }
    }

    private PlannedBlob Plan(TransferItem item, SourceBlob blob, string kind, ReadOnlyMemory<byte>? content, bool isLoose)
    {
        bool compress = content is null && IsCompressed(blob, isLoose);
        object key = KeyOf(item.Source, blob, compress);
        if (!_blobs.TryGetValue(key, out PlannedBlob? planned))
        {
            string name = $"{kind} {(blob.DiffId ?? blob.Digest)?.ToShortString() ?? $"of {blob.Size} bytes"}";
            string? holder = blob.Digest is { } digest ? item.Holders.GetValueOrDefault(digest) : null;
            planned = new PlannedBlob(item.Source, blob, name, item.TargetName) { Content = content, Compress = compress, MountFrom = holder ?? item.MountFrom };
            _blobs.Add(key, planned);
        }

        return planned;
    }

    private bool IsCompressed(SourceBlob blob, bool isLoose) =>
        _compress && isLoose && blob.Compression == BlobCompression.None && MediaTypes.IsPlainLayer(blob.MediaType);

    private static object KeyOf(IImageSource source, SourceBlob blob, bool compress) => blob switch
    {
        { DiffId: { } diffId } when compress => (diffId, "gzip"),
        { Digest: { } digest } => digest,
        _ => (source, blob.Locator, blob.Position),
    };

    private static bool IsSequential(PlannedBlob blob) => blob.Source.IsSequential && blob.Content is null;
}
