using System.Buffers;
using System.Threading.Channels;

namespace Neutree.Core.Oci.Archives;

/// <summary>A place in unpacked gzip data that only moves forward; another task unpacks ahead of it.</summary>
internal sealed class GzipCursor : IAsyncDisposable
{
    private const int BufferSize = 512 * 1024;
    private const int BuffersAhead = 3;
    private readonly GzipDecoder _decoder;
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<(byte[] Buffer, int Count)> _filled = Channel.CreateBounded<(byte[] Buffer, int Count)>(
        new BoundedChannelOptions(BuffersAhead) { SingleReader = true, SingleWriter = true });
    private readonly Task _pump;
    private byte[]? _current;
    private int _currentStart;
    private int _currentEnd;

    public GzipCursor(GzipDecoder decoder)
    {
        _decoder = decoder;
        Position = decoder.Position;
        _pump = Task.Run(PumpAsync);
    }

    /// <summary>Unpacked bytes in front of the next one.</summary>
    public long Position { get; private set; }

    /// <summary>True once the end of the data was reached and everything before it was sound.</summary>
    public bool AtEnd { get; private set; }

    public bool Failed { get; private set; }

    /// <summary>The members unpacked; complete once <see cref="AtEnd"/>.</summary>
    public IReadOnlyList<GzipMember> Members => _decoder.Members;

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (buffer.Length == 0 || !await FillAsync(cancellationToken).ConfigureAwait(false))
        {
            return 0;
        }

        int count = Math.Min(buffer.Length, _currentEnd - _currentStart);
        _current.AsSpan(_currentStart, count).CopyTo(buffer.Span);
        Advance(count);
        return count;
    }

    public async ValueTask<long> SkipAsync(long count, CancellationToken cancellationToken)
    {
        long left = count;
        while (left > 0 && await FillAsync(cancellationToken).ConfigureAwait(false))
        {
            int step = (int)Math.Min(left, _currentEnd - _currentStart);
            Advance(step);
            left -= step;
        }

        return count - left;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _pump.ConfigureAwait(false);
        while (_filled.Reader.TryRead(out (byte[] Buffer, int Count) item))
        {
            ArrayPool<byte>.Shared.Return(item.Buffer);
        }

        ReturnCurrent();
        await _decoder.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private void Advance(int count)
    {
        _currentStart += count;
        Position += count;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellationToken)
    {
        if (_currentStart < _currentEnd)
        {
            return true;
        }

        ReturnCurrent();
        try
        {
            while (await _filled.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (_filled.Reader.TryRead(out (byte[] Buffer, int Count) item))
                {
                    (_current, _currentStart, _currentEnd) = (item.Buffer, 0, item.Count);
                    return true;
                }
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            Failed = true;
            throw;
        }

        AtEnd = true;
        return false;
    }

    private void ReturnCurrent()
    {
        if (_current is not null)
        {
            ArrayPool<byte>.Shared.Return(_current);
            _current = null;
            _currentStart = _currentEnd = 0;
        }
    }

    private async Task PumpAsync()
    {
        byte[]? buffer = null;
        try
        {
            while (true)
            {
                buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
                int count = 0;
                int read;
                do
                {
                    read = await _decoder.ReadAsync(buffer.AsMemory(count, BufferSize - count), _stop.Token).ConfigureAwait(false);
                    count += read;
                }
                while (read > 0 && count < BufferSize);

                if (count == 0)
                {
                    _filled.Writer.Complete();
                    return;
                }

                await _filled.Writer.WriteAsync((buffer, count), _stop.Token).ConfigureAwait(false);
                buffer = null;
            }
        }
        catch (Exception error)
        {
            // Whatever it is, the reader meets it at the place it belongs to; after a stop nobody reads.
            _filled.Writer.Complete(error);
        }
        finally
        {
            if (buffer is not null)
            {
                ArrayPool<byte>.Shared.Return(buffer);
            }
        }
    }
}
