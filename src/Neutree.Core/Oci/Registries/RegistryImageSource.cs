namespace Neutree.Core.Oci.Registries;

/// <summary>
/// Images of a registry, by reference. All references are looked up by <see cref="GetImagesAsync"/>, so the first one that can't be
/// read fails that call; <see cref="FindImageAsync"/> reads one alone, so that a caller can go on after a broken one.
/// </summary>
/// <param name="client">Disposed with this source unless <paramref name="ownsClient"/> is false.</param>
/// <param name="references">What is asked for; their registry is the client's.</param>
/// <param name="includeReferrers">Also list what refers to each manifest (signatures, SBOMs), by subject or by cosign's tags; costs some requests per manifest.</param>
/// <param name="ownsClient">False where others go on using the client.</param>
public sealed class RegistryImageSource(RegistryClient client, IReadOnlyList<ImageReference> references, bool includeReferrers = false, bool ownsClient = true) : IImageSource
{
    private const int DeepestIndex = 8;

    public string Name => client.Registry;

    /// <summary>Of an index only manifests for these are read, and what attests them: registries count every one that is. Empty reads all.</summary>
    public IReadOnlyList<Platform> Platforms { get; init; } = [];

    public bool IsSequential => false;

    public async Task<IReadOnlyList<SourceImage>> GetImagesAsync(CancellationToken cancellationToken)
    {
        List<SourceImage> images = [];
        foreach (ImageReference reference in references)
        {
            images.Add(await FindImageAsync(reference, cancellationToken).ConfigureAwait(false));
        }

        return images;
    }

    /// <summary>One image with its manifests; configs and layers stay in the registry.</summary>
    /// <exception cref="RegistryException">It isn't there (<c>Registry.ManifestNotFound</c>) or can't be read.</exception>
    /// <exception cref="OciFormatException">What is there is no image.</exception>
    public async Task<SourceImage> FindImageAsync(ImageReference reference, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ManifestContent content = await client.FindManifestAsync(reference.Repository, reference.TagOrDigest, cancellationToken).ConfigureAwait(false)
            ?? throw new RegistryException("Registry.ManifestNotFound", ErrorKind.NotFound, $"{reference} isn't in the registry")
            {
                Target = reference.ToString(),
                Recommendation = "Check the name and the tag.",
            };
        return new SourceImage
        {
            Names = [reference.ToString()],
            Content = await ReadAsync(reference.Repository, content, null, 0, cancellationToken).ConfigureAwait(false),
        };
    }

    public Task<Stream> OpenBlobAsync(SourceBlob blob, long offset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(blob);
        return blob is { Locator: string repository, Digest: { } digest }
            ? client.OpenBlobAsync(repository, new Descriptor(blob.MediaType, digest, blob.Size), offset, cancellationToken)
            : throw new ArgumentException("the blob is not one of this source", nameof(blob));
    }

    public ValueTask DisposeAsync() => ownsClient ? client.DisposeAsync() : ValueTask.CompletedTask;

    private async Task<SourceContent> ReadAsync(string repository, ManifestContent content, Descriptor? entry, int depth, CancellationToken cancellationToken)
    {
        if (!MediaTypes.IsIndex(content.MediaType))
        {
            return await ReadManifestAsync(repository, content, entry, cancellationToken).ConfigureAwait(false);
        }

        if (depth == DeepestIndex)
        {
            throw new OciFormatException("Oci.IndexTooDeep", $"{repository}@{content.Digest} nests indexes deeper than {DeepestIndex}");
        }

        ImageIndex index = ImageIndex.Parse(content.Content, content.MediaType);
        List<SourceContent> children = [];
        List<Descriptor> missing = [];
        HashSet<Digest> wanted = [.. index.Manifests.Where(IsWanted).Select(static entry => entry.Digest)];
        foreach (Descriptor child in index.Manifests)
        {
            bool isRead = wanted.Contains(child.AttestedDigest ?? child.Digest);
            ManifestContent? found = isRead && (MediaTypes.IsIndex(child.MediaType) || MediaTypes.IsManifest(child.MediaType))
                ? await client.FindManifestAsync(repository, child.Digest.ToString(), cancellationToken).ConfigureAwait(false)
                : null;
            if (found is null)
            {
                missing.Add(child);
                continue;
            }

            children.Add(await ReadAsync(repository, found, child, depth + 1, cancellationToken).ConfigureAwait(false));
        }

        return new StoredIndex(index)
        {
            Children = children,
            Missing = missing,
            Referrers = await ReferrersAsync(repository, index.Digest, cancellationToken).ConfigureAwait(false),
        };
    }

    private bool IsWanted(Descriptor entry) => Platforms.Count == 0 || entry.Platform is not { } platform || Platforms.Any(platform.Satisfies);

    private async Task<StoredManifest> ReadManifestAsync(string repository, ManifestContent content, Descriptor? entry, CancellationToken cancellationToken)
    {
        Manifest manifest = Manifest.Parse(content.Content, content.MediaType);
        ReadOnlyMemory<byte>? config = manifest.Config.Data ?? (entry is null ? await ReadConfigAsync(repository, manifest, cancellationToken).ConfigureAwait(false) : null);
        return new StoredManifest(manifest)
        {
            Platform = entry is not null ? entry.Platform : config is { } known ? ImageConfig.Parse(known).Platform : null,
            IndexEntry = entry,
            Config = ToBlob(repository, manifest.Config),
            Layers = [.. manifest.Layers.Select(layer => ToBlob(repository, layer))],
            ConfigContent = config,
            Referrers = await ReferrersAsync(repository, manifest.Digest, cancellationToken).ConfigureAwait(false),
        };
    }

    // A manifest that no index lists says its platform in its config only; without it another platform could pass for the one asked for.
    private async Task<ReadOnlyMemory<byte>?> ReadConfigAsync(string repository, Manifest manifest, CancellationToken cancellationToken)
    {
        if (manifest.Config.MediaType is not (MediaTypes.OciConfig or MediaTypes.DockerConfig) || manifest.Config.Size is < 1 or > ManifestContent.MaxSize)
        {
            return null;
        }

        await using Stream stream = await client.OpenBlobAsync(repository, manifest.Config, 0, cancellationToken).ConfigureAwait(false);
        byte[] config = new byte[manifest.Config.Size];
        await stream.ReadExactlyAsync(config, cancellationToken).ConfigureAwait(false);
        Digest actual = manifest.Config.Digest.ComputeSame(config);
        return actual == manifest.Config.Digest
            ? config
            : throw RegistryFailure.DigestMismatch($"reading the config of {repository}", client.Registry, manifest.Config.Digest.ToString(), actual.ToString());
    }

    private async Task<IReadOnlyList<StoredManifest>> ReferrersAsync(string repository, Digest subject, CancellationToken cancellationToken)
    {
        if (!includeReferrers)
        {
            return [];
        }

        List<StoredManifest> referrers = [];
        await foreach (Descriptor descriptor in client.ListReferrersAsync(repository, subject, null, cancellationToken).ConfigureAwait(false))
        {
            if (MediaTypes.IsManifest(descriptor.MediaType)
                && await client.FindManifestAsync(repository, descriptor.Digest.ToString(), cancellationToken).ConfigureAwait(false) is { } found

                // The list is anyone's to write; only the manifest itself says what it refers to.
                && Manifest.Parse(found.Content, found.MediaType).Subject?.Digest == subject)
            {
                referrers.Add(await ReadManifestAsync(repository, found, descriptor, cancellationToken).ConfigureAwait(false));
            }
        }

        return [.. referrers, .. await AttachmentsAsync(repository, subject, cancellationToken).ConfigureAwait(false)];
    }

    private async Task<IReadOnlyList<StoredManifest>> AttachmentsAsync(string repository, Digest subject, CancellationToken cancellationToken)
    {
        StoredManifest?[] attachments = await Task.WhenAll(AttachmentTags.Of(subject).Select(async tag =>
        {
            // Registries that count pulls don't count HEAD, and most images have nothing attached.
            if (await client.HeadManifestAsync(repository, tag, cancellationToken).ConfigureAwait(false) is not { } head
                || !MediaTypes.IsManifest(head.MediaType)
                || await client.FindManifestAsync(repository, head.Digest.ToString(), cancellationToken).ConfigureAwait(false) is not { } found)
            {
                return null;
            }

            return await ReadManifestAsync(repository, found, head, cancellationToken).ConfigureAwait(false) with { AttachedTag = tag };
        })).ConfigureAwait(false);
        return [.. attachments.OfType<StoredManifest>()];
    }

    private static SourceBlob ToBlob(string repository, Descriptor descriptor) => new()
    {
        MediaType = descriptor.MediaType,
        Digest = descriptor.Digest,
        Size = descriptor.Size,
        Compression = descriptor.MediaType.EndsWith("gzip", StringComparison.Ordinal) ? BlobCompression.Gzip
            : descriptor.MediaType.EndsWith("zstd", StringComparison.Ordinal) ? BlobCompression.Zstd
            : BlobCompression.None,
        Descriptor = descriptor,
        Locator = repository,
    };
}
