using System.Buffers;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.Packages.Checks;

/// <summary>Compares blobs with their digests, and layers with the diff IDs of their images.</summary>
/// <param name="sink">Told what is found.</param>
/// <param name="readsAll">Whether blobs are read for their digests' sake; false where their sums were compared already.</param>
/// <param name="deep">Whether layers are unpacked.</param>
internal sealed class BlobCheck(FindingSink sink, bool readsAll, bool deep)
{
    private const int BufferSize = 1024 * 1024;
    private int _unchecked;

    /// <summary>Distinct configs and layers that are inside.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of those.</summary>
    public long Bytes { get; private set; }

    /// <summary>Layers whose diff IDs a deep check could not compare.</summary>
    public int Unchecked => _unchecked;

    public async Task RunAsync(IReadOnlyList<(IImageSource Source, SourceImage Image)> images, CancellationToken cancellationToken)
    {
        Dictionary<object, (IImageSource Source, SourceBlob Blob)> blobs = [];
        foreach ((IImageSource source, SourceImage image) in images)
        {
            foreach (SourceBlob blob in TransferPlan.Manifests(image.Content).SelectMany(BlobsOf).Where(blob => blob.Locator is not null))
            {
                if (blob.DiffId is { } diffId && blob.Compression == BlobCompression.None && blob.Digest is { } digest && digest != diffId && digest.Algorithm == diffId.Algorithm)
                {
                    sink.Error("Package.DiffIdMismatch", $"layer {digest}", $"the layer is plain, yet its image's config calls it {diffId}");
                }

                blobs.TryAdd((object?)blob.Digest ?? blob.Locator!, (source, blob));
            }
        }

        Count = blobs.Count;
        Bytes = blobs.Values.Sum(blob => blob.Blob.Size);
        await ReadAsync([.. blobs.Values.Where(blob => Reads(blob.Blob)).OrderBy(blob => blob.Blob.Position)], cancellationToken).ConfigureAwait(false);
    }

    private bool Unpacks(SourceBlob blob) => deep && blob.DiffId is not null && UnpackCheckStream.Unpacks(blob.Compression);

    private bool Reads(SourceBlob blob)
    {
        if (blob.DiffId is not null && blob.Digest is null && !Unpacks(blob))
        {
            sink.Information("Package.DiffIdNotChecked", NameOf(blob), "the archive states no digest of this compressed layer; only a deep check tells whether it is whole");
        }

        return Unpacks(blob) || (readsAll && blob.Digest is not null);
    }

    /// <summary>In the file's order where it can only be read from start to end, otherwise as many at a time as there are processors.</summary>
    private async Task ReadAsync(IReadOnlyList<(IImageSource Source, SourceBlob Blob)> blobs, CancellationToken cancellationToken)
    {
        foreach ((IImageSource source, SourceBlob blob) in blobs.Where(blob => blob.Source.IsSequential))
        {
            await CheckAsync(source, blob, cancellationToken).ConfigureAwait(false);
        }

        ParallelOptions limit = new() { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            blobs.Where(blob => !blob.Source.IsSequential), limit, async (blob, token) => await CheckAsync(blob.Source, blob.Blob, token).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task CheckAsync(IImageSource source, SourceBlob blob, CancellationToken cancellationToken)
    {
        string name = NameOf(blob);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            Stream stream = await source.OpenBlobAsync(blob, 0, cancellationToken).ConfigureAwait(false);
            stream = Unpacks(blob) ? new UnpackCheckStream(stream, name, blob.DiffId!.Value, blob.Compression) : stream;
            VerifiedBlobStream verified = new(stream, name, blob.Digest, blob.Size);
            await using (verified.ConfigureAwait(false))
            {
                while (await verified.ReadAsync(buffer, cancellationToken).ConfigureAwait(false) > 0)
                {
                    // Reading to the end is the check.
                }
            }
        }
        catch (TransferException error) when (error.Kind == ErrorKind.NotSupported)
        {
            Interlocked.Increment(ref _unchecked);
            sink.Information("Package.DiffIdNotChecked", name, $"the diff ID was not checked: {error.Message}");
        }
        catch (TransferException error)
        {
            sink.Error(error.ErrorId is "Transfer.DigestMismatch" or "Transfer.LengthMismatch" ? "Package.DigestMismatch" : "Package.DiffIdMismatch", name, error.Message);
        }
        catch (NeutreeException error)
        {
            sink.Error(error, name);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string NameOf(SourceBlob blob) => $"{(blob.DiffId is null ? "blob" : "layer")} {blob.Digest ?? blob.DiffId}";

    private static IEnumerable<SourceBlob> BlobsOf(SourceContent content) => content switch
    {
        StoredManifest manifest => manifest.Layers.Where(layer => !MediaTypes.IsNonDistributable(layer.MediaType)).Append(manifest.Config),
        LooseImage loose => loose.Layers,
        _ => [],
    };
}
