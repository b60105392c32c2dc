using Microsoft.Extensions.Logging;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.Packages.Writing;

/// <summary>
/// All that goes into a package's image archive, found out before the first byte is written: manifests whole, blobs by digest and size. Each distinct
/// one is there once, in the order in which the images ask for it.
/// </summary>
internal sealed class PackageContents(PackageWriteOptions options, ILogger logger) : IDisposable
{
    private const int ShortDigestLength = 12;
    private readonly OrderedDictionary<Digest, ManifestContent> _manifests = [];
    private readonly OrderedDictionary<Digest, PackagedBlob> _blobs = [];
    private readonly SortedDictionary<string, AbsentBlob> _absent = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Repository, string Tag), Digest> _tags = [];
    private readonly HashSet<Digest> _composed = [];
    private readonly List<PackagedImage> _images = [];
    private readonly List<string> _warnings = [];
    private readonly List<SpooledLayer> _spooled = [];

    /// <summary>Those that <c>manifest.yaml</c> lists: not what was named itself and is attached to another one.</summary>
    public IReadOnlyList<PackagedImage> Images => [.. _images.Where(image => !image.Names.All(IsAttachment))];

    public IReadOnlyDictionary<Digest, ManifestContent> Manifests => _manifests;

    public IReadOnlyDictionary<(string Repository, string Tag), Digest> Tags => _tags;

    /// <summary>Manifests that no registry served: made up for loose parts.</summary>
    public IReadOnlySet<Digest> Composed => _composed;

    /// <summary>Blobs that a delta leaves out.</summary>
    public IReadOnlyList<AbsentBlob> Absent => [.. _absent.Values];

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>When the newest image was created; null where none says, or only what reproducible builds put there: 1970 and before.</summary>
    public DateTimeOffset? NewestCreated { get; private set; }

    /// <summary>Configs and layers in the order in which they are written: as they are asked for, sources that can only be read forward in their own.</summary>
    public IReadOnlyList<PackagedBlob> Blobs =>
        [.. _blobs.Values.Where(blob => !blob.IsSequential), .. _blobs.Values.Where(blob => blob.IsSequential).OrderBy(blob => blob.Position)];

    /// <exception cref="NeutreeException">An image can't be read, lacks a blob, or two share a name.</exception>
    public async Task AddAsync(PackageImageContent input, CancellationToken cancellationToken)
    {
        IReadOnlyList<ImageReference> names = [.. input.Names.Select(WithTag).DistinctBy(name => name.ToString())];
        if (names.Count == 0)
        {
            throw new ArgumentException("an image without a name can't go into a package");
        }

        string label = names[0].ToFamiliarString();
        PlatformSelection selection = PlatformSelection.Select(input.Image.Content, input.Platforms, label);
        _warnings.AddRange(selection.Warnings);
        Digest root = default;
        Digest stated = default;
        long size = 0;
        foreach (SourceContent content in TransferPlan.Manifests(selection.Content))
        {
            Manifest? manifest = content switch
            {
                StoredManifest stored => await AddManifestAsync(input.Source, stored, names[0], cancellationToken).ConfigureAwait(false),
                LooseImage loose => await ComposeAsync(input.Source, loose, names[0], cancellationToken).ConfigureAwait(false),
                _ => null,
            };
            ManifestContent written = manifest is not null ? new ManifestContent(manifest.MediaType, manifest.Content, manifest.Digest)
                : content is StoredIndex index ? new ManifestContent(index.Index.MediaType, index.Index.Content, index.Index.Digest)
                : throw new InvalidOperationException($"unknown content {content.GetType().Name}");
            _manifests.TryAdd(written.Digest, written);
            size += manifest is null ? 0 : manifest.Config.Size + manifest.Layers.Sum(layer => layer.Size);
            if (content is StoredManifest { AttachedTag: { } tag })
            {
                foreach (ImageReference name in names)
                {
                    Claim(name.WithTag(tag), written.Digest);
                }
            }

            if (ReferenceEquals(content, selection.Content))
            {
                (root, stated) = (written.Digest, content.Digest);
            }
        }

        foreach (ImageReference name in names)
        {
            Claim(name, root);
        }

        _images.Add(new PackagedImage(input, root, names, stated, PlatformsOf(selection.Content), size));
    }

    public void Dispose()
    {
        foreach (SpooledLayer layer in _spooled)
        {
            layer.Dispose();
        }
    }

    private async Task<Manifest> AddManifestAsync(IImageSource source, StoredManifest stored, ImageReference image, CancellationToken cancellationToken)
    {
        Manifest manifest = stored.Manifest;
        ReadOnlyMemory<byte>? config = stored.ConfigContent ?? manifest.Config.Data ?? (stored.Config.Locator is null ? null
            : await ReadConfigAsync(source, stored.Config, cancellationToken).ConfigureAwait(false));
        if (config is { } bytes && manifest.Config.MediaType is MediaTypes.OciConfig or MediaTypes.DockerConfig)
        {
            NoteCreated(ImageConfig.Parse(bytes));
        }

        await AddBlobAsync(source, stored.Config, manifest.Config.Digest, "config", config, image, cancellationToken).ConfigureAwait(false);
        foreach (SourceBlob layer in stored.Layers.Where(layer => !MediaTypes.IsNonDistributable(layer.MediaType)))
        {
            await AddBlobAsync(source, layer, layer.Digest!.Value, "layer", layer.Descriptor?.Data, image, cancellationToken).ConfigureAwait(false);
        }

        return manifest;
    }

    private async Task<Manifest> ComposeAsync(IImageSource source, LooseImage image, ImageReference name, CancellationToken cancellationToken)
    {
        NoteCreated(image.Config);
        List<Descriptor> layers = [];
        foreach (SourceBlob layer in image.Layers)
        {
            Digest digest = layer.Digest ?? await SpoolAsync(source, layer, name, cancellationToken).ConfigureAwait(false);
            layers.Add(new Descriptor(layer.MediaType, digest, layer.Size));
            if (layer.Digest is not null)
            {
                await AddBlobAsync(source, layer, digest, "layer", null, name, cancellationToken).ConfigureAwait(false);
                if (layer.Compression == BlobCompression.None)
                {
                    logger.LogInformation("layer {Digest} of {Image} is plain at its source; it stays plain in the image archive and is deflated around it", digest, name);
                }
            }
        }

        SourceBlob config = new() { MediaType = MediaTypes.OciConfig, Digest = image.ConfigDigest, Size = image.ConfigContent.Length };
        await AddBlobAsync(source, config, image.ConfigDigest, "config", image.ConfigContent, name, cancellationToken).ConfigureAwait(false);
        Manifest manifest = Manifest.Create(new Descriptor(MediaTypes.OciConfig, image.ConfigDigest, image.ConfigContent.Length), layers);
        _composed.Add(manifest.Digest);
        return manifest;
    }

    private async Task AddBlobAsync(
        IImageSource source, SourceBlob blob, Digest digest, string kind, ReadOnlyMemory<byte>? content, ImageReference image, CancellationToken cancellationToken)
    {
        if (_blobs.ContainsKey(digest) || _absent.ContainsKey(digest.ToString()))
        {
            return;
        }

        // What stands in the manifest itself, or can't be anything else, is never missing anywhere.
        bool isEmbedded = digest == Digest.OfEmptyJson || blob.Descriptor?.Data is not null;
        if (!isEmbedded
            && options.Base is { } known
            && await known.FindHolderAsync(digest, image, cancellationToken).ConfigureAwait(false) is { } holder)
        {
            _absent.Add(digest.ToString(), new AbsentBlob(digest, blob.Size, NameWithoutTag(holder)));
            return;
        }

        if (content is null && blob.Locator is null)
        {
            throw new PackageException("Package.BlobMissing", ErrorKind.NotFound, $"packing {image.ToFamiliarString()} failed: {source.Name} doesn't hold its {kind} {digest}")
            {
                Target = image.ToFamiliarString(),
                Recommendation = "Take the image from a source that holds all of it.",
            };
        }

        Add(digest, blob.Size, kind, image, blob.Compression == BlobCompression.None, source.IsSequential && content is null, blob.Position, async token => content is { } bytes
            ? new MemoryStream(bytes.ToArray(), writable: false)
            : await source.OpenBlobAsync(blob, 0, token).ConfigureAwait(false));
    }

    private async Task<Digest> SpoolAsync(IImageSource source, SourceBlob layer, ImageReference image, CancellationToken cancellationToken)
    {
        string path = $"{options.OutputPath}.{Path.GetRandomFileName()}.partial";
        logger.LogInformation("the digest of a compressed layer of {Image} is not known beforehand; the layer is spooled to {Path}", image, path);
        Stream stream = await source.OpenBlobAsync(layer, 0, cancellationToken).ConfigureAwait(false);
        if (layer is { DiffId: { } diffId } && UnpackCheckStream.Unpacks(layer.Compression))
        {
            stream = new UnpackCheckStream(stream, $"layer of {source.Name}", diffId, layer.Compression);
        }

        await using (stream.ConfigureAwait(false))
        {
            SpooledLayer spooled = await SpooledLayer.CreateAsync(stream, path, cancellationToken).ConfigureAwait(false);
            _spooled.Add(spooled);
            if (options.Base is { } known && await known.FindHolderAsync(spooled.Digest, image, cancellationToken).ConfigureAwait(false) is { } holder)
            {
                _absent.TryAdd(spooled.Digest.ToString(), new AbsentBlob(spooled.Digest, layer.Size, NameWithoutTag(holder)));
            }
            else if (!_blobs.ContainsKey(spooled.Digest))
            {
                Add(spooled.Digest, layer.Size, "layer", image, compresses: false, isSequential: false, 0, _ => Task.FromResult(spooled.Open()));
            }

            return spooled.Digest;
        }
    }

    private void Add(
        Digest digest, long size, string kind, ImageReference image, bool compresses, bool isSequential, long position, Func<CancellationToken, Task<Stream>> open)
    {
        string name = $"{kind} {digest}";
        _blobs.Add(digest, new PackagedBlob
        {
            Digest = digest,
            Size = size,
            Name = name,
            Image = image.ToFamiliarString(),
            Compresses = compresses,
            IsSequential = isSequential,
            Position = position,
            OpenAsync = async token => new VerifiedBlobStream(await open(token).ConfigureAwait(false), name, digest, size),
        });
    }

    private static async Task<ReadOnlyMemory<byte>?> ReadConfigAsync(IImageSource source, SourceBlob config, CancellationToken cancellationToken)
    {
        if (config.Size > ManifestContent.MaxSize || config.MediaType is not (MediaTypes.OciConfig or MediaTypes.DockerConfig))
        {
            return null;
        }

        byte[] bytes = new byte[config.Size];
        VerifiedBlobStream stream = new(
            await source.OpenBlobAsync(config, 0, cancellationToken).ConfigureAwait(false), $"config {config.Digest} of {source.Name}", config.Digest, config.Size);
        await using (stream.ConfigureAwait(false))
        {
            await stream.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);

            // The end has to be seen for the digest to be checked.
            await stream.ReadAsync(new byte[1], cancellationToken).ConfigureAwait(false);
        }

        return bytes;
    }

    private void NoteCreated(ImageConfig config)
    {
        if (config.Created is { } created && created > DateTimeOffset.UnixEpoch && !(created <= NewestCreated))
        {
            NewestCreated = created;
        }
    }

    private void Claim(ImageReference name, Digest root)
    {
        (string, string) key = ($"{name.Registry}/{name.Repository}", name.Tag!);
        if (!_tags.TryAdd(key, root) && _tags[key] != root)
        {
            throw new PackageException("Package.NameTwice", ErrorKind.InvalidArgument, $"two different images are to be called {name.ToFamiliarString()}: {_tags[key]} and {root}")
            {
                Target = name.ToFamiliarString(),
                Recommendation = "Give one of them another tag, or name platforms of one image together.",
            };
        }
    }

    private bool IsAttachment(ImageReference name) => AttachmentTags.TryParse(name.Tag!, out Digest subject) && _manifests.ContainsKey(subject);

    private static ImageReference WithTag(ImageReference name) => name switch
    {
        { Tag: { } tag } => name.WithTag(tag),
        { Digest: { } digest } => name.WithTag("digest-" + digest.Hex[..ShortDigestLength]),
        _ => name.WithTag("latest"),
    };

    private static string NameWithoutTag(ImageReference name) => $"{name.Registry}/{name.Repository}";

    private static IReadOnlyList<Platform> PlatformsOf(SourceContent content) => content switch
    {
        StoredIndex index => [.. index.Index.Manifests
            .Where(entry => entry.AttestedDigest is null)
            .Select(entry => entry.Platform)
            .OfType<Platform>()
            .Where(platform => platform.OperatingSystem != "unknown")
            .Distinct()],
        _ => PlatformSelection.PlatformOf(content) is { } platform ? [platform] : [],
    };
}
