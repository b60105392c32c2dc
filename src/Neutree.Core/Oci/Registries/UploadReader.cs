using System.Buffers;

namespace Neutree.Core.Oci.Registries;

/// <summary>
/// One pass over a blob for its upload: reads large pieces, can look whether more follows, and tells a broken source from a broken
/// connection.
/// </summary>
internal sealed class UploadReader : IAsyncDisposable
{
    // Registries and proxies slow down badly under small body writes.
    private const int PieceSize = 256 * 1024;

    private readonly BlobStream _stream;
    private readonly IProgress<long>? _progress;
    private readonly CancellationToken _stopToken;
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
    private int _start;
    private int _end;
    private bool _ended;
    private bool _disposed;
    private volatile bool _lent;

    private UploadReader(BlobStream stream, IProgress<long>? progress, CancellationToken stopToken)
    {
        _stream = stream;
        _progress = progress;
        _stopToken = stopToken;
    }

    /// <summary>Bytes of the blob sent so far, those skipped at the start included.</summary>
    public long Position { get; private set; }

    /// <summary>What the source threw; an upload that fails for this isn't tried again.</summary>
    public Exception? SourceError { get; private set; }

    /// <summary>The digest of the whole blob, once its end was read.</summary>
    public Digest Digest => _stream.CompletedDigest;

    /// <param name="content">The blob.</param>
    /// <param name="offset">Bytes the registry has already; they are read, since they count for the digest, but not sent.</param>
    /// <param name="progress">Told the position after every piece.</param>
    /// <param name="stopToken">When cancelled, the content seems to end, so that the request under way ends in good order.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public static async Task<UploadReader> OpenAsync(BlobContent content, long offset, IProgress<long>? progress, CancellationToken stopToken, CancellationToken cancellationToken)
    {
        UploadReader reader = new(await content.OpenAsync(cancellationToken).ConfigureAwait(false), progress, stopToken);
        try
        {
            while (reader.Position < offset)
            {
                ReadOnlyMemory<byte> piece = await reader.ReadAsync(offset - reader.Position, cancellationToken).ConfigureAwait(false);
                stopToken.ThrowIfCancellationRequested();
                reader.ThrowIfSourceBroke();
                if (piece.IsEmpty)
                {
                    throw new RegistryException("Registry.UploadTooLong", ErrorKind.InvalidData, $"the registry holds {offset} bytes of {content.Name}, more than it has") { Target = content.Name };
                }

                reader.Position += piece.Length;
            }

            progress?.Report(reader.Position);
            return reader;
        }
        catch
        {
            await reader.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The next piece, at most <paramref name="limit"/> bytes; empty at the end. It is valid until the next call.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAsync(long limit, CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        int count = (int)Math.Min(limit, _end - _start);
        ReadOnlyMemory<byte> piece = _buffer.AsMemory(_start, count);
        _start += count;
        return piece;
    }

    /// <summary>Whether the blob has ended; reads ahead to know.</summary>
    public async ValueTask<bool> IsAtEndAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        ThrowIfSourceBroke();
        return _ended && _start == _end;
    }

    /// <summary>Marks that a request body holds a piece; an aborted one may do so for a while yet, and then the buffer isn't reused.</summary>
    public void Lend(bool lent) => _lent = lent;

    /// <summary>Throws what the source threw, where it did.</summary>
    public void ThrowIfSourceBroke()
    {
        if (SourceError is { } error)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
        }
    }

    public void NoteSent(int count)
    {
        Position += count;
        _progress?.Report(Position);
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_lent)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
        }

        await _stream.DisposeAsync().ConfigureAwait(false);
    }

    private async ValueTask FillAsync(CancellationToken cancellationToken)
    {
        _start = _end = 0;
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stopToken);
        try
        {
            while (!_ended && _end < PieceSize && !_stopToken.IsCancellationRequested)
            {
                int read = await _stream.ReadAsync(_buffer.AsMemory(_end, PieceSize - _end), either.Token).ConfigureAwait(false);
                _ended = read == 0;
                _end += read;
            }
        }
        catch (OperationCanceledException) when (_stopToken.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // The end of the body for now; what was read so far is still sent.
            return;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            // The request under way ends in good order first: an aborted one may leave a session nobody can close.
            SourceError = error;
            _ended = true;
        }
    }
}
