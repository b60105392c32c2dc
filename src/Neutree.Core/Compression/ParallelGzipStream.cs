using System.Threading.Channels;

namespace Neutree.Core.Compression;

/// <summary>
/// Reads a plain stream and gives its gzip form, block by block on several cores. The result is a sequence of gzip members, which every
/// gzip reader takes as one stream (RFC 1952, 2.2), and is the same for the same input on the same runtime.
/// </summary>
public sealed class ParallelGzipStream : ForwardStream
{
    private readonly Stream _plain;
    private readonly CompressionPool _pool;
    private readonly Action<ReadOnlyMemory<byte>> _onPlain;
    private readonly Channel<Task<Member>> _members;
    private readonly CancellationTokenSource _stop = new();
    private Task? _reader;
    private Member _current;
    private int _position;

    /// <param name="plain">What is compressed; disposed with this stream.</param>
    /// <param name="pool">Shared by all streams of a run.</param>
    /// <param name="onPlain">Sees the plain bytes once, in order, off the reader's thread.</param>
    public ParallelGzipStream(Stream plain, CompressionPool pool, Action<ReadOnlyMemory<byte>> onPlain)
    {
        _plain = plain;
        _pool = pool;
        _onPlain = onPlain;
        _members = Channel.CreateBounded<Task<Member>>(new BoundedChannelOptions(pool.Parallelism) { SingleReader = true, SingleWriter = true });
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.Length == 0)
        {
            return 0;
        }

        _reader ??= Task.Run(() => ReadPlainAsync(_stop.Token), CancellationToken.None);
        while (_position == _current.Length)
        {
            ReleaseCurrent();
            if (!await _members.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                await _reader.ConfigureAwait(false);
                return 0;
            }

            if (_members.Reader.TryRead(out Task<Member>? next))
            {
                _current = await next.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }

        int count = Math.Min(buffer.Length, _current.Length - _position);
        _current.Buffer.AsMemory(_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    protected override async ValueTask ReleaseAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        if (_reader is not null)
        {
            await _reader.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (_members.Reader.TryRead(out Task<Member>? pending))
            {
                // Only its buffers matter now; a failure of the block has been overtaken by the disposal.
                await ((Task)pending).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (pending.IsCompletedSuccessfully)
                {
                    _pool.MemberBuffers.Return(pending.Result.Buffer);
                }
            }
        }

        ReleaseCurrent();
        await _plain.DisposeAsync().ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task ReadPlainAsync(CancellationToken cancellationToken)
    {
        try
        {
            bool isFirst = true;
            while (true)
            {
                byte[] plain = _pool.PlainBuffers.Rent();
                int length = await _plain.ReadAtLeastAsync(plain, CompressionPool.BlockSize, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
                if (length == 0 && !isFirst)
                {
                    _pool.PlainBuffers.Return(plain);
                    break;
                }

                // The block starts compressing before its bytes are hashed here: both run at the same time.
                await _pool.Slots.WaitAsync(cancellationToken).ConfigureAwait(false);
                TaskCompletionSource hashed = new(TaskCreationOptions.RunContinuationsAsynchronously);
                Task<Member> member = Task.Run(() => CompressAsync(plain, length, hashed.Task), CancellationToken.None);
                try
                {
                    _onPlain(plain.AsMemory(0, length));
                }
                finally
                {
                    hashed.SetResult();
                }

                await _members.Writer.WriteAsync(member, cancellationToken).ConfigureAwait(false);
                isFirst = false;
                if (length < CompressionPool.BlockSize)
                {
                    break;
                }
            }

            _members.Writer.Complete();
        }
        catch (Exception error)
        {
            _members.Writer.Complete(error);
            throw;
        }
    }

    private async Task<Member> CompressAsync(byte[] plain, int length, Task hashed)
    {
        byte[] buffer = _pool.MemberBuffers.Rent();
        int written;
        try
        {
            written = GzipBlock.Compress(plain.AsSpan(0, length), buffer);
        }
        finally
        {
            _pool.Slots.Release();
        }

        await hashed.ConfigureAwait(false);
        _pool.PlainBuffers.Return(plain);
        return new Member(buffer, written);
    }

    private void ReleaseCurrent()
    {
        if (_current.Buffer is not null)
        {
            _pool.MemberBuffers.Return(_current.Buffer);
        }

        _current = default;
        _position = 0;
    }

    private readonly record struct Member(byte[] Buffer, int Length);
}
