using System.Net;
using System.Net.Http.Headers;

namespace Neutree.Core.Oci.Registries;

/// <summary>A request body that is read while it is sent, once.</summary>
internal sealed class StreamedBody : HttpContent
{
    private readonly UploadReader _reader;
    private readonly long _limit;
    private readonly long? _length;
    private CancellationTokenSource? _stall;
    private TimeSpan _stallTimeout;

    /// <param name="reader">Where the bytes come from.</param>
    /// <param name="limit">The most bytes to send; the content's end may come first.</param>
    /// <param name="length">What <c>Content-Length</c> says; null sends in HTTP's own chunks.</param>
    public StreamedBody(UploadReader reader, long limit, long? length)
    {
        _reader = reader;
        _limit = limit;
        _length = length;
        Headers.ContentType = new MediaTypeHeaderValue("application/octet-stream");
    }

    /// <summary>Cancels <paramref name="stall"/> when the other side takes no byte, or doesn't answer, for so long. Time spent reading our own content doesn't count.</summary>
    public void WatchWith(CancellationTokenSource stall, TimeSpan timeout)
    {
        _stall = stall;
        _stallTimeout = timeout;
        stall.CancelAfter(timeout);
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        long sent = 0;
        while (sent < _limit)
        {
            _stall?.CancelAfter(Timeout.InfiniteTimeSpan);
            ReadOnlyMemory<byte> piece = await _reader.ReadAsync(_limit - sent, cancellationToken).ConfigureAwait(false);
            _stall?.CancelAfter(_stallTimeout);
            if (piece.IsEmpty)
            {
                break;
            }

            _reader.Lend(true);
            await stream.WriteAsync(piece, cancellationToken).ConfigureAwait(false);
            _reader.Lend(false);
            sent += piece.Length;
            _reader.NoteSent(piece.Length);
        }

        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _length ?? 0;
        return _length is not null;
    }
}
