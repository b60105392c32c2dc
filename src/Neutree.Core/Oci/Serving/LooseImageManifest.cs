using System.Buffers;
using System.IO.Compression;
using System.Security.Cryptography;
using Neutree.Core.Compression;

namespace Neutree.Core.Oci.Serving;

/// <summary>Gives an image of a docker archive the OCI manifest that its stored bytes amount to.</summary>
internal static class LooseImageManifest
{
    private const int BufferSize = 1024 * 1024;

    /// <summary>
    /// Plain layers are named by their diff IDs, so nothing is read. Layers stored compressed are read once, since their digests
    /// stand nowhere.
    /// </summary>
    public static async Task<StoredManifest> BuildAsync(IImageSource source, LooseImage image, CancellationToken cancellationToken)
    {
        List<SourceBlob> layers = [];
        foreach (SourceBlob layer in image.Layers)
        {
            layers.Add(await NameAsync(source, layer, cancellationToken).ConfigureAwait(false));
        }

        Descriptor config = new(MediaTypes.OciConfig, image.ConfigDigest, image.ConfigContent.Length);
        Manifest manifest = Manifest.Create(config, layers.Select(layer => new Descriptor(layer.MediaType, layer.Digest!.Value, layer.Size)));
        return new StoredManifest(manifest)
        {
            Platform = image.Config.Platform,
            Config = new SourceBlob { MediaType = config.MediaType, Digest = config.Digest, Size = config.Size },
            ConfigContent = image.ConfigContent,
            Layers = layers,
        };
    }

    private static async Task<SourceBlob> NameAsync(IImageSource source, SourceBlob layer, CancellationToken cancellationToken)
    {
        string mediaType = layer.Compression switch
        {
            BlobCompression.Gzip => MediaTypes.OciLayerGzip,
            BlobCompression.Zstd => MediaTypes.OciLayerZstd,
            _ => MediaTypes.OciLayer,
        };
        Digest? digest = layer.Digest ?? (layer.Compression == BlobCompression.None ? layer.DiffId : null);
        return layer with { MediaType = mediaType, Digest = digest ?? await HashAsync(source, layer, cancellationToken).ConfigureAwait(false) };
    }

    private static async Task<Digest> HashAsync(IImageSource source, SourceBlob layer, CancellationToken cancellationToken)
    {
        using IncrementalHash stored = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        await using Stream stream = await source.OpenBlobAsync(layer, 0, cancellationToken).ConfigureAwait(false);
        await using HashingStream hashed = new(stream, stored);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            if (layer is { Compression: BlobCompression.Gzip, DiffId: { } diffId })
            {
                using IncrementalHash plain = diffId.CreateHash();
                await using GZipStream gunzip = new(hashed, CompressionMode.Decompress, leaveOpen: true);
                await ReadToEndAsync(gunzip, buffer, plain, cancellationToken).ConfigureAwait(false);
                if (Digest.Finish(plain) is { } actual && actual != diffId)
                {
                    throw new ServingException("Serving.DigestMismatch", ErrorKind.InvalidData, $"a layer of {source.Name} has the diff ID {actual}, not {diffId} as its image says")
                    {
                        Target = diffId.ToString(),
                        Recommendation = "The archive is damaged; copy it again from where it was made.",
                    };
                }
            }

            await ReadToEndAsync(hashed, buffer, null, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return Digest.Finish(stored);
    }

    private static async Task ReadToEndAsync(Stream stream, byte[] buffer, IncrementalHash? hash, CancellationToken cancellationToken)
    {
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0)
        {
            hash?.AppendData(buffer, 0, count);
        }
    }

    /// <summary>Hashes what the decompressor takes, and what it leaves behind the last gzip member.</summary>
    private sealed class HashingStream(Stream inner, IncrementalHash hash) : ForwardStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            hash.AppendData(buffer.Span[..count]);
            return count;
        }

        protected override ValueTask ReleaseAsync() => ValueTask.CompletedTask;
    }
}
