using Neutree.Core.Oci;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.Packages.Checks;

/// <summary>Compares blobs with their digests, and layers with the diff IDs of their images.</summary>
/// <param name="sink">Told what is found.</param>
/// <param name="readsAll">Whether blobs are read for their digests' sake; false where their sums were compared already.</param>
/// <param name="deep">Whether layers are unpacked.</param>
internal sealed class BlobCheck(FindingSink sink, bool readsAll, bool deep)
{
    private readonly byte[] _buffer = new byte[1024 * 1024];

    /// <summary>Distinct configs and layers that are inside.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of those.</summary>
    public long Bytes { get; private set; }

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
        foreach ((IImageSource source, SourceBlob blob) in blobs.Values.OrderBy(blob => blob.Blob.Position))
        {
            await CheckAsync(source, blob, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CheckAsync(IImageSource source, SourceBlob blob, CancellationToken cancellationToken)
    {
        bool unpacks = deep && blob.DiffId is not null && blob.Compression == BlobCompression.Gzip;
        string name = $"{(blob.DiffId is null ? "blob" : "layer")} {blob.Digest ?? blob.DiffId}";
        if (blob.DiffId is not null && blob.Compression == BlobCompression.Zstd && deep)
        {
            sink.Information("Package.DiffIdNotChecked", name, "the diff ID was not checked: the layer is compressed with zstd");
        }

        if (blob.DiffId is not null && blob.Digest is null && !unpacks)
        {
            sink.Information("Package.DiffIdNotChecked", name, "the archive states no digest of this compressed layer; only a deep check tells whether it is whole");
        }

        if (!unpacks && (!readsAll || blob.Digest is null))
        {
            return;
        }

        try
        {
            Stream stream = await source.OpenBlobAsync(blob, 0, cancellationToken).ConfigureAwait(false);
            stream = unpacks ? new UnpackCheckStream(stream, name, blob.DiffId!.Value) : stream;
            VerifiedBlobStream verified = new(stream, name, blob.Digest, blob.Size);
            await using (verified.ConfigureAwait(false))
            {
                while (await verified.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false) > 0)
                {
                    // Reading to the end is the check.
                }
            }
        }
        catch (NeutreeException error)
        {
            sink.Error(error, name);
        }
    }

    private static IEnumerable<SourceBlob> BlobsOf(SourceContent content) => content switch
    {
        StoredManifest manifest => manifest.Layers.Where(layer => !MediaTypes.IsNonDistributable(layer.MediaType)).Append(manifest.Config),
        LooseImage loose => loose.Layers,
        _ => [],
    };
}
