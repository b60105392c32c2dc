namespace Neutree.Core.Oci.Serving;

/// <summary>What a source holds, by repository, tag and digest.</summary>
internal sealed class SourceCatalog
{
    /// <summary>Where images without a name can be pulled from, by digest.</summary>
    public const string UnnamedRepository = "unnamed";

    private readonly SortedDictionary<string, Repository> _repositories = new(StringComparer.Ordinal);
    private readonly Dictionary<Digest, SourceBlob> _blobs = [];
    private readonly Dictionary<Digest, byte[]> _contents = [];

    private SourceCatalog()
    {
    }

    public IReadOnlyList<string> Repositories => [.. _repositories.Keys];

    public static async Task<SourceCatalog> ReadAsync(IImageSource source, CancellationToken cancellationToken)
    {
        SourceCatalog catalog = new();
        foreach (SourceImage image in await source.GetImagesAsync(cancellationToken).ConfigureAwait(false))
        {
            SourceContent content = image.Content is LooseImage loose
                ? await LooseImageManifest.BuildAsync(source, loose, cancellationToken).ConfigureAwait(false)
                : image.Content;
            catalog.AddImage(image.Names, content);
        }

        return catalog;
    }

    public IReadOnlyList<string>? FindTags(string repository) => _repositories.TryGetValue(repository, out Repository? found) ? [.. found.Tags.Keys] : null;

    public ManifestContent? FindManifest(string repository, string tagOrDigest)
    {
        if (!_repositories.TryGetValue(repository, out Repository? found))
        {
            return null;
        }

        return Digest.TryParse(tagOrDigest, out Digest digest) || found.Tags.TryGetValue(tagOrDigest, out digest)
            ? found.Manifests.GetValueOrDefault(digest)
            : null;
    }

    public IReadOnlyList<Descriptor> ListReferrers(string repository, Digest subject) =>
        _repositories.TryGetValue(repository, out Repository? found) ? found.Referrers.GetValueOrDefault(subject) ?? [] : [];

    public SourceBlob? FindBlob(Digest digest) => _blobs.GetValueOrDefault(digest);

    /// <summary>Content that is in memory anyway: image configs.</summary>
    public byte[]? FindContent(Digest digest) => _contents.GetValueOrDefault(digest);

    private void AddImage(IReadOnlyList<string> names, SourceContent content)
    {
        bool isNamed = false;
        foreach (string name in names)
        {
            if (ImageReference.TryParse(name, out ImageReference? reference))
            {
                isNamed = true;
                Repository repository = Of(reference!.Repository);
                Add(repository, content);
                if (reference.Digest is null)
                {
                    // Two registries' images of one name: the first keeps the tag, the other is there by digest.
                    repository.Tags.TryAdd(reference.Tag ?? "latest", content.Digest);
                }
            }
        }

        if (!isNamed)
        {
            Add(Of(UnnamedRepository), content);
        }
    }

    private Repository Of(string name)
    {
        if (!_repositories.TryGetValue(name, out Repository? repository))
        {
            _repositories[name] = repository = new Repository();
        }

        return repository;
    }

    private void Add(Repository repository, SourceContent content)
    {
        if (content is StoredIndex index)
        {
            repository.Manifests[index.Digest] = new ManifestContent(index.Index.MediaType, index.Index.Content, index.Digest);
            foreach (SourceContent child in index.Children)
            {
                Add(repository, child);
            }

            AddReferrers(repository, index.Digest, index.Referrers);
        }
        else if (content is StoredManifest manifest)
        {
            repository.Manifests[manifest.Digest] = new ManifestContent(manifest.Manifest.MediaType, manifest.Manifest.Content, manifest.Digest);
            AddBlob(manifest.Config, manifest.Manifest.Config.Digest);
            if (manifest.ConfigContent is { } config)
            {
                _contents[manifest.Manifest.Config.Digest] = config.ToArray();
            }

            foreach ((SourceBlob layer, Descriptor descriptor) in manifest.Layers.Zip(manifest.Manifest.Layers))
            {
                AddBlob(layer, descriptor.Digest);
            }

            AddReferrers(repository, manifest.Digest, manifest.Referrers);
        }
    }

    private void AddBlob(SourceBlob blob, Digest digest) => _blobs.TryAdd(digest, blob);

    private void AddReferrers(Repository repository, Digest subject, IReadOnlyList<StoredManifest> referrers)
    {
        foreach (StoredManifest referrer in referrers)
        {
            if (referrer.AttachedTag is { } tag)
            {
                repository.Tags.TryAdd(tag, referrer.Digest);
                Add(repository, referrer);
                continue;
            }

            if (!repository.Referrers.TryGetValue(subject, out List<Descriptor>? list))
            {
                repository.Referrers[subject] = list = [];
            }

            if (list.All(known => known.Digest != referrer.Digest))
            {
                list.Add(referrer.Manifest.ToDescriptor() with { Annotations = referrer.Manifest.Annotations });
                Add(repository, referrer);
            }
        }
    }

    private sealed class Repository
    {
        public SortedDictionary<string, Digest> Tags { get; } = new(StringComparer.Ordinal);

        public Dictionary<Digest, ManifestContent> Manifests { get; } = [];

        public Dictionary<Digest, List<Descriptor>> Referrers { get; } = [];
    }
}
