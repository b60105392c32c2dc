using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Neutree.Core.Compression;

namespace Neutree.Core.Oci.Transfer;

/// <summary>
/// Writes images to a target under one plan: each distinct blob once, present ones skipped, largest first, a bounded number at a time;
/// then manifests, indexes and tags. One failing image doesn't stop the others.
/// </summary>
public sealed class ImagePusher
{
    private readonly IImageTarget _target;
    private readonly TransferOptions _options;

    public ImagePusher(IImageTarget target, TransferOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.ThrottleLimit, 1);
        _target = target;
        _options = options;
    }

    /// <summary>Yields one result per item, in the order they finish. Failures are results; only cancellation throws.</summary>
    public async IAsyncEnumerable<ImageTransferResult> PushAsync(
        IReadOnlyList<TransferItem> items,
        IProgress<TransferProgress>? progress,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Channel<ImageTransferResult> results = Channel.CreateUnbounded<ImageTransferResult>();
        Task run = RunAsync(items, progress, results.Writer, stop.Token);
        try
        {
            await foreach (ImageTransferResult result in results.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false))
            {
                yield return result;
            }

            await run.ConfigureAwait(false);
        }
        finally
        {
            // The consumer may leave early: what is under way is ended before sources and target are disposed.
            await stop.CancelAsync().ConfigureAwait(false);
            await run.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task RunAsync(
        IReadOnlyList<TransferItem> items, IProgress<TransferProgress>? progress, ChannelWriter<ImageTransferResult> results, CancellationToken cancellationToken)
    {
        try
        {
            using TagWriter tags = new(_target, _options.Replace);
            List<ItemTransfer> open = await PrepareAsync(items, tags, results, cancellationToken).ConfigureAwait(false);
            TransferPlan plan = new(_options.LayerCompression == LayerCompression.Gzip && _target.AcceptsUnknownLength);
            ProgressBoard board = new(progress);
            foreach (ItemTransfer transfer in open)
            {
                transfer.AddTo(plan, board);
            }

            Task blobs = PushBlobsAsync(plan, board, cancellationToken);
            List<Task> finishing = [.. open.Select(async transfer =>
                results.TryWrite(await transfer.FinishAsync(plan, cancellationToken).ConfigureAwait(false)))];
            await Task.WhenAll([blobs, .. finishing]).ConfigureAwait(false);
            results.Complete();
        }
        catch (Exception error)
        {
            results.Complete(error);
            throw;
        }
    }

    private async Task<List<ItemTransfer>> PrepareAsync(
        IReadOnlyList<TransferItem> items, TagWriter tags, ChannelWriter<ImageTransferResult> results, CancellationToken cancellationToken)
    {
        ItemTransfer?[] open = new ItemTransfer?[items.Count];
        await Parallel.ForAsync(0, items.Count, Limit(cancellationToken), async (i, token) =>
        {
            ItemTransfer transfer = new(items[i], _target, tags);
            if (await transfer.PrepareAsync(_options, token).ConfigureAwait(false) is { } done)
            {
                results.TryWrite(done);
            }
            else
            {
                open[i] = transfer;
            }
        }).ConfigureAwait(false);
        return [.. open.OfType<ItemTransfer>()];
    }

    private async Task PushBlobsAsync(TransferPlan plan, ProgressBoard board, CancellationToken cancellationToken)
    {
        using CompressionPool pool = new(Environment.ProcessorCount);
        TransferJournal? journal = _options.CacheFolder is { } folder ? new TransferJournal(folder) : null;
        BlobPusher pusher = new(_target, pool, journal, board);
        Task inFileOrder = Task.Run(
            async () =>
            {
                foreach (PlannedBlob blob in plan.FileOrder)
                {
                    await PushBlobAsync(blob).ConfigureAwait(false);
                }
            },
            cancellationToken);
        Task inAnyOrder = Parallel.ForEachAsync(plan.AnyOrder, Limit(cancellationToken), (blob, _) => new ValueTask(PushBlobAsync(blob)));
        await Task.WhenAll(inFileOrder, inAnyOrder).ConfigureAwait(false);

        Task PushBlobAsync(PlannedBlob blob) => pusher.PushAsync(blob, cancellationToken);
    }

    private ParallelOptions Limit(CancellationToken cancellationToken) =>
        new() { MaxDegreeOfParallelism = _options.ThrottleLimit, CancellationToken = cancellationToken };
}
