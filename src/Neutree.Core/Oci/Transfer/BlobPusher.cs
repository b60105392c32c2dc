using Neutree.Core.Compression;

namespace Neutree.Core.Oci.Transfer;

/// <summary>
/// Gets one blob into all repositories that need it, in the order of cost: it is there (HEAD), another repository has it (mount), it is
/// sent. A plain layer is hashed, compressed, hashed again and sent in one pass; its compressed digest is remembered for later runs.
/// </summary>
internal sealed class BlobPusher(IImageTarget target, CompressionPool pool, TransferJournal? journal, ProgressBoard board)
{
    public async Task PushAsync(PlannedBlob blob, CancellationToken cancellationToken)
    {
        try
        {
            ProgressBoard.BlobProgress progress = board.Start(blob.Image, blob.Name, blob.Blob.Size);
            (Digest Digest, long Size)? known = Known(blob);
            string? holder = blob.MountFrom;
            foreach (string repository in blob.Repositories)
            {
                BlobOutcome outcome = await FindAsync(blob, repository, known, holder, cancellationToken).ConfigureAwait(false)
                    ?? await SendAsync(blob, repository, known?.Digest, progress, cancellationToken).ConfigureAwait(false);
                known = (outcome.Digest, outcome.Size);
                holder = repository;
                blob.Deliver(repository, outcome);
            }

            progress.Complete();
        }
        catch (Exception error)
        {
            blob.Fail(error);
        }
    }

    private (Digest, long)? Known(PlannedBlob blob) =>
        blob.Compress ? journal?.FindLayer(ResumeKey(blob)!)
        : blob.Blob.Digest is { } digest ? (digest, blob.Blob.Size)
        : null;

    private async Task<BlobOutcome?> FindAsync(
        PlannedBlob blob, string repository, (Digest Digest, long Size)? known, string? holder, CancellationToken cancellationToken)
    {
        if (known is not { } content)
        {
            return null;
        }

        bool isThere = await target.HasBlobAsync(repository, content.Digest, cancellationToken).ConfigureAwait(false)
            || ((holder is null || holder != repository)
                && blob.Content is null
                && await target.TryMountBlobAsync(repository, content.Digest, holder, cancellationToken).ConfigureAwait(false));
        return isThere ? new BlobOutcome(content.Digest, content.Size, 0) : null;
    }

    private async Task<BlobOutcome> SendAsync(
        PlannedBlob blob, string repository, Digest? known, ProgressBoard.BlobProgress progress, CancellationToken cancellationToken)
    {
        BlobContent content = new()
        {
            Name = blob.Name,
            Digest = blob.Compress ? null : known,
            Length = blob.Compress ? null : blob.Blob.Size,
            ResumeKey = ResumeKey(blob),
            OpenAsync = token => OpenAsync(blob, progress, token),
        };

        // A compressing stream reports the plain bytes it has read; for others, written bytes are source bytes.
        (Digest digest, long size) = await target
            .WriteBlobAsync(repository, content, blob.Compress ? null : progress, cancellationToken)
            .ConfigureAwait(false);
        return new BlobOutcome(digest, size, size);
    }

    private async Task<BlobStream> OpenAsync(PlannedBlob blob, ProgressBoard.BlobProgress progress, CancellationToken cancellationToken)
    {
        SourceBlob stored = blob.Blob;
        string name = $"{blob.Name} of {blob.Source.Name}";
        Stream stream = blob.Content is { } bytes
            ? new MemoryStream(bytes.ToArray(), writable: false)
            : await blob.Source.OpenBlobAsync(stored, 0, cancellationToken).ConfigureAwait(false);
        if (blob.Compress)
        {
            return new GzipLayerStream(stream, name, stored.DiffId, stored.Size, pool, progress, (digest, size) => Remember(blob, digest, size));
        }

        if (stored is { Digest: null, DiffId: { } diffId } && UnpackCheckStream.Unpacks(stored.Compression))
        {
            stream = new UnpackCheckStream(stream, name, diffId, stored.Compression);
        }

        return new VerifiedBlobStream(stream, name, stored.Digest, stored.Size);
    }

    /// <summary>
    /// Before the target has confirmed the layer: where the process dies between the two, the next run still finds it there by its digest.
    /// </summary>
    private void Remember(PlannedBlob blob, Digest digest, long size)
    {
        if (ResumeKey(blob) is { } key)
        {
            journal?.RecordLayer(key, digest, size);
        }
    }

    // The compressed bytes are a function of the plain ones, the block size and the runtime's deflate.
    private static string? ResumeKey(PlannedBlob blob) =>
        !blob.Compress ? blob.Blob.Digest?.ToString()
        : blob.Blob.DiffId is { } diffId ? $"gzip/{CompressionPool.BlockSize}/{Environment.Version}/{diffId}"
        : null;
}
