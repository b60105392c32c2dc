namespace Neutree.Core.Oci.Serving;

/// <summary>A registry folder read as a source of images.</summary>
internal sealed class FolderImageSource(RegistryFolder folder, string? repository, string? tagOrDigest) : IImageSource
{
    private const int MaxDepth = 8;

    public string Name => folder.Name;

    public bool IsSequential => false;

    public async Task<IReadOnlyList<SourceImage>> GetImagesAsync(CancellationToken cancellationToken)
    {
        FolderIndex index = await folder.Storage.ReadIndexAsync(cancellationToken).ConfigureAwait(false);
        List<SourceImage> images = [];
        foreach (string name in repository is null ? index.Repositories : [repository])
        {
            IEnumerable<FolderEntry> wanted = index.Of(name).Where(entry => tagOrDigest is null
                ? entry.Tag is not null
                : entry.Tag == tagOrDigest || entry.Descriptor.Digest.ToString() == tagOrDigest);
            foreach (IGrouping<Digest, FolderEntry> group in wanted.GroupBy(entry => entry.Descriptor.Digest))
            {
                SourceContent content = await ReadAsync(name, group.First().Descriptor, null, 0, cancellationToken).ConfigureAwait(false)
                    ?? throw Unreadable(name, group.Key, "its content is missing or no image manifest");
                images.Add(new SourceImage
                {
                    Names = [.. group.Where(entry => entry.Tag is not null).Select(entry => $"{name}:{entry.Tag}").Distinct()],
                    Content = content,
                });
            }
        }

        return images;
    }

    public async Task<Stream> OpenBlobAsync(SourceBlob blob, long offset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        Digest digest = blob.Digest ?? throw new ArgumentException("a blob of a registry folder has a digest", nameof(blob));
        return await folder.TryOpenBlobAsync(digest, offset, cancellationToken).ConfigureAwait(false)
            ?? throw new ServingException("Serving.BlobMissing", ErrorKind.NotFound, $"blob {digest} is not in {folder.Name}") { Target = digest.ToString() };
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<SourceContent?> ReadAsync(string name, Descriptor descriptor, Descriptor? indexEntry, int depth, CancellationToken cancellationToken)
    {
        if (depth > MaxDepth)
        {
            throw Unreadable(name, descriptor.Digest, $"indexes are nested deeper than {MaxDepth}");
        }

        byte[]? content = await folder.Storage.Blobs.TryReadAsync(descriptor.Digest, ManifestContent.MaxSize, cancellationToken).ConfigureAwait(false);
        if (content is null)
        {
            return null;
        }

        if (descriptor.Digest.ComputeSame(content) != descriptor.Digest)
        {
            throw Unreadable(name, descriptor.Digest, "its bytes don't match the digest");
        }

        if (MediaTypes.IsManifest(descriptor.MediaType))
        {
            return await ReadManifestAsync(name, Manifest.Parse(content, descriptor.MediaType), indexEntry, depth, cancellationToken).ConfigureAwait(false);
        }

        return MediaTypes.IsIndex(descriptor.MediaType)
            ? await ReadIndexAsync(name, ImageIndex.Parse(content, descriptor.MediaType), depth, cancellationToken).ConfigureAwait(false)
            : null;
    }

    private async Task<StoredIndex> ReadIndexAsync(string name, ImageIndex index, int depth, CancellationToken cancellationToken)
    {
        List<SourceContent> children = [];
        List<Descriptor> missing = [];
        foreach (Descriptor entry in index.Manifests)
        {
            if (await ReadAsync(name, entry, entry, depth + 1, cancellationToken).ConfigureAwait(false) is { } child)
            {
                children.Add(child);
            }
            else
            {
                missing.Add(entry);
            }
        }

        return new StoredIndex(index)
        {
            Children = children,
            Missing = missing,
            Referrers = await ReadReferrersAsync(name, index.Digest, depth, cancellationToken).ConfigureAwait(false),
        };
    }

    private async Task<StoredManifest> ReadManifestAsync(string name, Manifest manifest, Descriptor? indexEntry, int depth, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte>? config = await folder.FindSmallBlobAsync(name, manifest.Config, cancellationToken).ConfigureAwait(false);
        ImageConfig? image = config is { } bytes && manifest.Config.MediaType is MediaTypes.OciConfig or MediaTypes.DockerConfig ? ImageConfig.Parse(bytes) : null;
        bool hasDiffIds = image is not null && image.DiffIds.Count == manifest.Layers.Count;
        List<SourceBlob> layers = [];
        for (int i = 0; i < manifest.Layers.Count; i++)
        {
            layers.Add(await DescribeAsync(manifest.Layers[i], hasDiffIds ? image!.DiffIds[i] : null, cancellationToken).ConfigureAwait(false));
        }

        return new StoredManifest(manifest)
        {
            Platform = indexEntry?.Platform ?? image?.Platform,
            IndexEntry = indexEntry,
            Config = await DescribeAsync(manifest.Config, null, cancellationToken).ConfigureAwait(false),
            ConfigContent = config,
            Layers = layers,
            Referrers = await ReadReferrersAsync(name, manifest.Digest, depth, cancellationToken).ConfigureAwait(false),
        };
    }

    private async Task<IReadOnlyList<StoredManifest>> ReadReferrersAsync(string name, Digest subject, int depth, CancellationToken cancellationToken)
    {
        List<StoredManifest> referrers = [];
        foreach (Descriptor referrer in await folder.Storage.ListReferrersAsync(name, subject, cancellationToken).ConfigureAwait(false))
        {
            if (await ReadAsync(name, referrer, null, depth + 1, cancellationToken).ConfigureAwait(false) is StoredManifest manifest)
            {
                referrers.Add(manifest);
            }
        }

        FolderIndex index = await folder.Storage.ReadIndexAsync(cancellationToken).ConfigureAwait(false);
        HashSet<string> tags = [.. AttachmentTags.Of(subject)];
        foreach (FolderEntry entry in index.Of(name).Where(entry => entry.Tag is { } tag && tags.Contains(tag)))
        {
            if (await ReadAsync(name, entry.Descriptor, null, depth + 1, cancellationToken).ConfigureAwait(false) is StoredManifest manifest)
            {
                referrers.Add(manifest with { AttachedTag = entry.Tag });
            }
        }

        return referrers;
    }

    private async Task<SourceBlob> DescribeAsync(Descriptor descriptor, Digest? diffId, CancellationToken cancellationToken)
    {
        byte[] start = new byte[4];
        int count = 0;
        if (folder.Storage.Blobs.TryOpen(descriptor.Digest, 0) is { } stream)
        {
            await using (stream.ConfigureAwait(false))
            {
                count = await stream.ReadAtLeastAsync(start, start.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            }
        }

        return new SourceBlob
        {
            MediaType = descriptor.MediaType,
            Digest = descriptor.Digest,
            DiffId = diffId,
            Size = descriptor.Size,
            Compression = start.AsSpan(0, count) switch
            {
                [0x1f, 0x8b, ..] => BlobCompression.Gzip,
                [0x28, 0xb5, 0x2f, 0xfd] => BlobCompression.Zstd,
                _ => BlobCompression.None,
            },
            Descriptor = descriptor,
        };
    }

    private ServingException Unreadable(string name, Digest digest, string reason) =>
        new("Serving.UnreadableImage", ErrorKind.InvalidData, $"{name}@{digest} in {folder.Name} can't be read: {reason}") { Target = $"{name}@{digest}" };
}
