using System.Buffers;

namespace Neutree.Core.Packages.Servers;

/// <summary>
/// A file, or the rest of one, as a request body of known length, read while it is sent; where a form is posted, with the form's bytes around it.
/// </summary>
internal sealed class UploadBody : HttpContent
{
    // Servers and proxies slow down badly under small body writes.
    private const int PieceSize = 256 * 1024;

    private readonly Func<Stream> _open;
    private readonly long _offset;
    private readonly long _length;
    private readonly IProgress<long>? _progress;
    private readonly byte[] _head;
    private readonly byte[] _tail;
    private CancellationTokenSource? _stall;
    private TimeSpan _stallTimeout;

    /// <param name="open">Opens the file at its start; it can be sought in.</param>
    /// <param name="offset">Bytes left out at its start.</param>
    /// <param name="length">The file's bytes, those left out included.</param>
    /// <param name="progress">Told how many of them are behind us.</param>
    /// <param name="mediaType">The body's type.</param>
    /// <param name="head">Bytes before the file.</param>
    /// <param name="tail">Bytes behind it.</param>
    public UploadBody(
        Func<Stream> open, long offset, long length, IProgress<long>? progress, string mediaType = "application/octet-stream", byte[]? head = null, byte[]? tail = null)
    {
        _open = open;
        _offset = offset;
        _length = length;
        _progress = progress;
        _head = head ?? [];
        _tail = tail ?? [];
        Headers.TryAddWithoutValidation("Content-Type", mediaType);
    }

    /// <summary>What the file's reading threw: such an upload isn't tried again.</summary>
    public Exception? SourceError { get; private set; }

    public long BodyLength => _head.Length + (_length - _offset) + _tail.Length;

    /// <summary>Cancels <paramref name="stall"/> when the other side takes no byte, or doesn't answer, for so long.</summary>
    public void WatchWith(CancellationTokenSource stall, TimeSpan timeout)
    {
        _stall = stall;
        _stallTimeout = timeout;
        stall.CancelAfter(timeout);
    }

    protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context, CancellationToken cancellationToken)
    {
        await stream.WriteAsync(_head, cancellationToken).ConfigureAwait(false);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(PieceSize);
        bool idle = true;
        try
        {
            Stream file = Source(_open);
            await using (file.ConfigureAwait(false))
            {
                file.Position = _offset;
                for (long sent = _offset; sent < _length;)
                {
                    int read = await ReadAsync(file, buffer.AsMemory(0, (int)Math.Min(buffer.Length, _length - sent)), cancellationToken).ConfigureAwait(false);
                    idle = false;
                    await stream.WriteAsync(buffer.AsMemory(0, read), cancellationToken).ConfigureAwait(false);
                    idle = true;
                    sent += read;
                    _stall?.CancelAfter(_stallTimeout);
                    _progress?.Report(sent);
                }
            }
        }
        finally
        {
            // A write that was abandoned may look at the buffer for a while yet.
            if (idle)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }

        await stream.WriteAsync(_tail, cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = BodyLength;
        return true;
    }

    private async Task<int> ReadAsync(Stream file, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        try
        {
            int read = await file.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            return read > 0 ? read : throw new EndOfStreamException("the file became shorter while it was sent");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            SourceError = error;
            throw;
        }
    }

    private T Source<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            SourceError = error;
            throw;
        }
    }
}
