using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Oci.Transfer;

/// <summary>Lists what an archive, a folder or a registry holds: one listing per name and platform.</summary>
public sealed class ImageLister(ImageListOptions options, ILogger? logger = null)
{
    private readonly ILogger _logger = logger ?? NullLogger.Instance;

    /// <exception cref="NeutreeException">The place can't be opened or read.</exception>
    public async IAsyncEnumerable<ImageListing> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using ImagePlaces places = new(options.CacheFolder, _logger);
        IAsyncEnumerable<IImageSource> sources = options.Path is { } path
            ? ArchiveAsync(places, path, cancellationToken)
            : RegistryAsync(places, cancellationToken);
        await foreach (IImageSource source in sources.ConfigureAwait(false))
        {
            foreach (SourceImage image in await source.GetImagesAsync(cancellationToken).ConfigureAwait(false))
            {
                foreach (ImageListing listing in await DescribeAsync(source, image, cancellationToken).ConfigureAwait(false))
                {
                    yield return listing;
                }
            }
        }
    }

    private static async IAsyncEnumerable<IImageSource> ArchiveAsync(ImagePlaces places, string path, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return await places.OpenArchiveAsync(path, cancellationToken).ConfigureAwait(false);
    }

    private async IAsyncEnumerable<IImageSource> RegistryAsync(ImagePlaces places, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        RegistryPrefix prefix = RegistryPrefix.Parse(options.Registry ?? throw new ArgumentException("neither a path nor a registry was given"));
        RegistryOptions registry = options.RegistryOptions.For(prefix);
        RegistryClient client = places.Client(prefix.Registry, registry, isSource: true);
        string below = prefix.Path.Length == 0 ? "" : prefix.Path + "/";
        IAsyncEnumerable<string> repositories = options.Repositories.Count > 0
            ? options.Repositories.Select(name => below + name).ToAsyncEnumerable()
            : client.ListRepositoriesAsync(cancellationToken).Where(name => name.StartsWith(below, StringComparison.Ordinal));
        await foreach (string repository in repositories.ConfigureAwait(false))
        {
            ImageReference named = ImageReference.Parse($"{prefix.Registry}/{repository}");
            if (named.Tag is not null || named.Digest is not null)
            {
                yield return places.OpenReference(named, registry, includeReferrers: false);
                continue;
            }

            bool any = false;
            await foreach (string tag in client.ListTagsAsync(named.Repository, cancellationToken).ConfigureAwait(false))
            {
                any = true;
                yield return places.OpenReference(named.WithTag(tag), registry, includeReferrers: false);
            }

            if (!any && options.Repositories.Count > 0)
            {
                // The catalog may name repositories that were emptied; one that was asked for must not pass in silence.
                throw new RegistryException("Registry.NotFound", ErrorKind.NotFound, $"{prefix.Registry}/{named.Repository} isn't in the registry, or has no tag")
                {
                    Target = $"{prefix.Registry}/{named.Repository}",
                    Recommendation = "Check the repository's name.",
                };
            }
        }
    }

    private static async Task<IReadOnlyList<ImageListing>> DescribeAsync(IImageSource source, SourceImage image, CancellationToken cancellationToken)
    {
        List<ImageListing> listings = [];
        foreach (SourceContent content in TransferPlan.Manifests(image.Content))
        {
            bool isAttestation = content is StoredManifest { IndexEntry: { } entry } && entry.AttestedDigest is not null;
            if (content is StoredIndex || isAttestation)
            {
                continue;
            }

            ImageListing listing = content is LooseImage loose ? Describe(loose) : await DescribeAsync(source, (StoredManifest)content, cancellationToken).ConfigureAwait(false);
            string?[] names = image.Names.Count == 0 ? [null] : [.. image.Names];
            listings.AddRange(names.Select(name => listing with { Reference = name, Digest = image.Content.Digest }));
        }

        return listings;
    }

    private static ImageListing Describe(LooseImage image) => new()
    {
        Digest = image.ConfigDigest,
        ConfigDigest = image.ConfigDigest,
        Platform = image.Config.Platform,
        Created = image.Config.Created,
        Size = image.ConfigContent.Length + image.Layers.Sum(layer => layer.Size),
        Layers = [.. image.Layers.Select(layer => new ImageLayerListing(layer.Digest, layer.DiffId, layer.Size, layer.MediaType))],
    };

    private static async Task<ImageListing> DescribeAsync(IImageSource source, StoredManifest stored, CancellationToken cancellationToken)
    {
        ImageConfig? config = await ReadConfigAsync(source, stored, cancellationToken).ConfigureAwait(false);
        return new ImageListing
        {
            Digest = stored.Digest,
            ManifestDigest = stored.Digest,
            ConfigDigest = stored.Manifest.Config.Digest,
            Platform = config?.Platform ?? PlatformSelection.PlatformOf(stored),
            Created = config?.Created,
            MediaType = stored.Manifest.MediaType,
            Size = stored.Config.Size + stored.Layers.Sum(layer => layer.Size),
            Layers = [.. stored.Layers.Select((layer, i) =>
                new ImageLayerListing(layer.Digest, config?.DiffIds.ElementAtOrDefault(i) is { } id && id != default ? id : null, layer.Size, layer.MediaType))],
        };
    }

    private static async Task<ImageConfig?> ReadConfigAsync(IImageSource source, StoredManifest stored, CancellationToken cancellationToken)
    {
        if (stored.Manifest.Config.MediaType is not (MediaTypes.OciConfig or MediaTypes.DockerConfig) || stored.Config.Size > ManifestContent.MaxSize)
        {
            return null;
        }

        if (stored.ConfigContent is { } known)
        {
            return ImageConfig.Parse(known);
        }

        await using Stream stream = await source.OpenBlobAsync(stored.Config, 0, cancellationToken).ConfigureAwait(false);
        byte[] content = new byte[stored.Config.Size];
        await stream.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
        return stored.Manifest.Config.Digest.ComputeSame(content) == stored.Manifest.Config.Digest
            ? ImageConfig.Parse(content)
            : throw BlobMismatch.Digest($"config of {source.Name}", stored.Manifest.Config.Digest, stored.Manifest.Config.Digest.ComputeSame(content));
    }
}
