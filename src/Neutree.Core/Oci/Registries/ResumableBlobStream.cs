using System.Net;

namespace Neutree.Core.Oci.Registries;

/// <summary>
/// A blob's bytes as they arrive. A broken or stalled download goes on by <c>Range</c> where it stopped; the budget of retries is whole
/// again after some progress.
/// </summary>
internal sealed class ResumableBlobStream(
    Func<long, CancellationToken, Task<HttpResponseMessage>> request,
    RegistryEndpoint endpoint,
    RegistryOptions options,
    string what,
    long length) : Stream
{
    private const long NoticeableProgress = 1024 * 1024;

    private HttpResponseMessage? _response;
    private Stream? _body;
    private long _position;
    private long _positionAtFailure;
    private int _failures;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    /// <summary>Asks for the blob from <paramref name="offset"/> on.</summary>
    public async Task StartAsync(long offset, CancellationToken cancellationToken)
    {
        _position = _positionAtFailure = offset;
        if (offset < length)
        {
            await ConnectAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_position < length && !buffer.IsEmpty)
        {
            try
            {
                if (_body is null)
                {
                    await ConnectAsync(cancellationToken).ConfigureAwait(false);
                }

                Memory<byte> room = buffer[..(int)Math.Min(buffer.Length, length - _position)];
                int read = await ReadOnceAsync(_body!, room, cancellationToken).ConfigureAwait(false);
                if (read > 0)
                {
                    _position += read;
                    return read;
                }

                throw new IOException($"the connection ended after {_position} of {length} bytes");
            }
            catch (Exception error) when (HostRetries.IsTransient(error))
            {
                await BackOffAsync(error, cancellationToken).ConfigureAwait(false);
            }
        }

        return 0;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("network streams are read asynchronously");

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Disconnect();
        }

        base.Dispose(disposing);
    }

    private async Task ConnectAsync(CancellationToken cancellationToken)
    {
        long skip = 0;
        _response = await request(_position, cancellationToken).ConfigureAwait(false);
        if (_position > 0 && _response.StatusCode != HttpStatusCode.PartialContent)
        {
            // The whole blob again, from a server without ranges.
            skip = _position;
        }
        else if (_response.StatusCode == HttpStatusCode.PartialContent && _response.Content.Headers.ContentRange?.From is { } from && from != _position)
        {
            Disconnect();
            throw new RegistryException("Registry.WrongRange", ErrorKind.ServerFault, $"{what} failed on {endpoint.Host}: byte {_position} was asked for, byte {from} came") { Target = endpoint.Host };
        }

        if (_response.Content.Headers.ContentLength is { } offered && offered != length - _position + skip)
        {
            Disconnect();
            throw RegistryFailure.DigestMismatch(what, endpoint.Host, $"{length} bytes", $"{offered + _position - skip} bytes");
        }

        _body = await _response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        byte[] waste = skip > 0 ? new byte[128 * 1024] : [];
        while (skip > 0)
        {
            int read = await ReadOnceAsync(_body, waste.AsMemory(0, (int)Math.Min(waste.Length, skip)), cancellationToken).ConfigureAwait(false);
            skip -= read > 0 ? read : throw new IOException("the connection ended early");
        }
    }

    private async Task<int> ReadOnceAsync(Stream body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(options.StallTimeout);
        try
        {
            return await body.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException("the connection moved no byte for too long", error);
        }
    }

    private async Task BackOffAsync(Exception error, CancellationToken cancellationToken)
    {
        Disconnect();
        if (_position - _positionAtFailure >= NoticeableProgress)
        {
            _failures = 0;
        }

        _positionAtFailure = _position;
        if (++_failures > options.Retry)
        {
            throw RegistryFailure.FromConnection(error, what, endpoint.Host, null);
        }

        await endpoint.Retries.WaitAsync(endpoint.Retries.NoteFailure(null), cancellationToken).ConfigureAwait(false);
    }

    private void Disconnect()
    {
        _body?.Dispose();
        _response?.Dispose();
        _body = null;
        _response = null;
    }
}
