using System.IO.Pipelines;

namespace Neutree.Core.Packages.Writing;

/// <summary>
/// Opens blobs ahead of the one being written and reads some MiB of each, so that a registry's answers are there when their turn comes. Sources
/// that can only be read forward are read one blob at a time.
/// </summary>
internal sealed class BlobReadAhead : IAsyncDisposable
{
    private const int BytesAhead = 4 * 1024 * 1024;
    private const int SegmentSize = 256 * 1024;
    private readonly CancellationTokenSource _stop;
    private readonly IReadOnlyList<PackagedBlob> _blobs;
    private readonly Queue<(Pipe Pipe, Task Fill)> _open = new();
    private readonly int _ahead;
    private Task _filling = Task.CompletedTask;
    private int _next;

    /// <param name="blobs">All that will be asked for, in that order.</param>
    /// <param name="ahead">How many are open at a time.</param>
    /// <param name="cancellationToken">Ends reading.</param>
    public BlobReadAhead(IReadOnlyList<PackagedBlob> blobs, int ahead, CancellationToken cancellationToken)
    {
        _blobs = blobs;
        _ahead = Math.Max(1, ahead);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
    }

    /// <summary>The next blob's bytes; the former one's stream has been disposed.</summary>
    public Stream Next(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        while (_next < _blobs.Count && (_open.Count == 0 || (_open.Count < _ahead && !_blobs[_next].IsSequential)))
        {
            Pipe pipe = new(new PipeOptions(
                pauseWriterThreshold: BytesAhead, resumeWriterThreshold: BytesAhead / 2, minimumSegmentSize: SegmentSize, useSynchronizationContext: false));
            PackagedBlob blob = _blobs[_next++];
            _open.Enqueue((pipe, Task.Run(() => FillAsync(blob, pipe.Writer, _stop.Token), CancellationToken.None)));
        }

        (Pipe next, Task fill) = _open.Dequeue();
        _filling = fill;
        return next.Reader.AsStream();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _filling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        while (_open.TryDequeue(out (Pipe Pipe, Task Fill) blob))
        {
            await blob.Pipe.Reader.CompleteAsync().ConfigureAwait(false);
            await blob.Fill.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        _stop.Dispose();
    }

    private static async Task FillAsync(PackagedBlob blob, PipeWriter writer, CancellationToken cancellationToken)
    {
        try
        {
            Stream stream = await blob.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                await stream.CopyToAsync(writer, cancellationToken).ConfigureAwait(false);
            }

            await writer.CompleteAsync().ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The reader meets it in its place.
            await writer.CompleteAsync(error).ConfigureAwait(false);
        }
    }
}
