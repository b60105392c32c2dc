using System.Text.Json;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Tar;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>
/// Writes images as the archive that <c>docker load</c> reads, straight from where they are: configs and layers as they are stored, each
/// once, then the list that names them.
/// </summary>
internal sealed class ImageStream
{
    private readonly List<(IImageSource Source, SourceBlob Blob, string Path)> _blobs = [];
    private readonly Dictionary<string, (ReadOnlyMemory<byte> Config, List<string> Layers, List<string> Names)> _images = [];
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);

    /// <summary>Names of images added.</summary>
    public int Count => _images.Values.Sum(image => image.Names.Count);

    /// <summary>Stored bytes of everything added.</summary>
    public long Size => _blobs.Sum(blob => blob.Blob.Size) + _images.Values.Sum(image => (long)image.Config.Length);

    /// <summary>Adds an image under a name.</summary>
    /// <param name="source">Where it is.</param>
    /// <param name="content">The image; of an index, that of <paramref name="platform"/> is taken.</param>
    /// <param name="name">What the engine is to call it.</param>
    /// <param name="platform">The engine's.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ControlPlaneException">The image isn't there for that platform.</exception>
    public async Task AddAsync(IImageSource source, SourceContent content, ImageReference name, Platform platform, CancellationToken cancellationToken)
    {
        switch (Choose(content, platform))
        {
            case LooseImage loose when loose.Config.Platform.Satisfies(platform):
                Add(source, loose.ConfigDigest, loose.ConfigContent, loose.Layers, name);
                break;
            case StoredManifest stored:
                ReadOnlyMemory<byte> config = stored.ConfigContent ?? await ReadAsync(source, stored.Config, cancellationToken).ConfigureAwait(false);
                Add(source, stored.Manifest.Config.Digest, config, stored.Layers, name);
                break;
            default:
                throw new ControlPlaneException("ControlPlane.WrongPlatform", ErrorKind.NotFound, $"{name.ToFamiliarString()} of {source.Name} is not for {platform}, the engine's platform")
                {
                    Target = name.ToString(),
                    Recommendation = "Use a package for this platform.",
                };
        }
    }

    /// <param name="stream">Gets the tar.</param>
    /// <param name="progress">Hears of each blob.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task WriteAsync(Stream stream, IProgress<TransferProgress> progress, CancellationToken cancellationToken)
    {
        long total = Size;
        long done = 0;
        foreach ((string path, (ReadOnlyMemory<byte> config, _, _)) in _images)
        {
            await WriteEntryAsync(stream, path, config, cancellationToken).ConfigureAwait(false);
            done += config.Length;
        }

        byte[] buffer = new byte[1 << 20];

        // A sequential source is read in its own order.
        foreach ((IImageSource source, SourceBlob blob, string path) in _blobs.OrderBy(blob => blob.Source.Name, StringComparer.Ordinal).ThenBy(blob => blob.Blob.Position))
        {
            await stream.WriteAsync(TarHeaderWriter.Create(path, blob.Size, 0), cancellationToken).ConfigureAwait(false);
            Stream content = await source.OpenBlobAsync(blob, 0, cancellationToken).ConfigureAwait(false);
            await using VerifiedBlobStream verified = new(content, $"layer {blob.Digest ?? blob.DiffId}", blob.Digest, blob.Size);
            long written = 0;
            int read;
            while ((read = await verified.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                written += read;
                done += read;
                progress.Report(new TransferProgress(source.Name, $"layer {blob.Digest ?? blob.DiffId}", written, blob.Size, done, total) { Completed = written == blob.Size });
            }

            await PadAsync(stream, blob.Size, cancellationToken).ConfigureAwait(false);
        }

        await WriteEntryAsync(stream, "manifest.json", CreateList(), cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(new byte[2 * TarHeader.BlockSize], cancellationToken).ConfigureAwait(false);
    }

    private static SourceContent? Choose(SourceContent content, Platform platform) => content switch
    {
        StoredIndex index => index.Children.Select(child => Choose(child, platform)).FirstOrDefault(child => child is not null),
        StoredManifest { Platform: { } own } when !own.Satisfies(platform) => null,
        _ => content,
    };

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(IImageSource source, SourceBlob blob, CancellationToken cancellationToken)
    {
        if (blob.Size > ManifestContent.MaxSize)
        {
            throw new OciFormatException("Oci.ConfigTooLarge", $"the config {blob.Digest} has {blob.Size} bytes") { Target = source.Name };
        }

        byte[] bytes = new byte[blob.Size];
        Stream content = await source.OpenBlobAsync(blob, 0, cancellationToken).ConfigureAwait(false);
        await using VerifiedBlobStream verified = new(content, $"config {blob.Digest}", blob.Digest, blob.Size);
        await verified.ReadExactlyAsync(bytes, cancellationToken).ConfigureAwait(false);
        return bytes;
    }

    private static async Task WriteEntryAsync(Stream stream, string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(TarHeaderWriter.Create(path, content.Length, 0), cancellationToken).ConfigureAwait(false);
        await stream.WriteAsync(content, cancellationToken).ConfigureAwait(false);
        await PadAsync(stream, content.Length, cancellationToken).ConfigureAwait(false);
    }

    private static ValueTask PadAsync(Stream stream, long size, CancellationToken cancellationToken) =>
        stream.WriteAsync(new byte[TarHeader.Padded(size) - size], cancellationToken);

    private void Add(IImageSource source, Digest configDigest, ReadOnlyMemory<byte> config, IReadOnlyList<SourceBlob> layers, ImageReference name)
    {
        string path = configDigest.Hex + ".json";
        if (!_images.TryGetValue(path, out (ReadOnlyMemory<byte> Config, List<string> Layers, List<string> Names) image))
        {
            image = (config, [], []);
            _images.Add(path, image);
            foreach (SourceBlob layer in layers)
            {
                string layerPath = $"{(layer.Digest ?? layer.DiffId ?? throw new OciFormatException("Oci.LayerWithoutDigest", $"a layer of {name} has no digest") { Target = source.Name }).Hex}/layer.tar";
                image.Layers.Add(layerPath);
                if (_known.Add(layerPath))
                {
                    _blobs.Add((source, layer, layerPath));
                }
            }
        }

        image.Names.Add(name.ToFamiliarString());
    }

    private byte[] CreateList() =>
        JsonSerializer.SerializeToUtf8Bytes(_images.Select(image => new { Config = image.Key, RepoTags = image.Value.Names, image.Value.Layers }));
}
