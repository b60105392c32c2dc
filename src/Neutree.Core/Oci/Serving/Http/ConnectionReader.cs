using System.Buffers;

namespace Neutree.Core.Oci.Serving.Http;

/// <summary>
/// The receiving side of a connection: a small buffer for heads and chunk lines, past which large reads go straight into the caller's
/// buffer. What was received beyond one request stays for the next (pipelining).
/// </summary>
internal sealed class ConnectionReader(Stream stream, ReceiveClock clock, int bufferSize) : IDisposable
{
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(bufferSize);
    private int _start;
    private int _end;

    public ReadOnlySpan<byte> Buffered => _buffer.AsSpan(_start, _end - _start);

    public void Advance(int count) => _start += count;

    /// <summary>Receives at least one more byte into the buffer; false at the end of the connection.</summary>
    /// <exception cref="BadRequestException">The buffer is full: a line is longer than any the protocol needs.</exception>
    public async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
        {
            _start = _end = 0;
        }
        else if (_end == _buffer.Length)
        {
            if (_start == 0)
            {
                throw new BadRequestException(431, "the request's headers are too large");
            }

            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        int count = await ReceiveAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
        _end += count;
        return count > 0;
    }

    /// <summary>Reads what is buffered, else directly from the connection; 0 at its end.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        int buffered = _end - _start;
        if (buffered == 0)
        {
            return await ReceiveAsync(destination, cancellationToken).ConfigureAwait(false);
        }

        int count = Math.Min(buffered, destination.Length);
        _buffer.AsMemory(_start, count).CopyTo(destination);
        _start += count;
        return count;
    }

    private async ValueTask<int> ReceiveAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        clock.BeforeReceive();
        int count = await stream.ReadAsync(destination, cancellationToken).ConfigureAwait(false);
        clock.AfterReceive(count);
        return count;
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);
}
