using System.Security.Cryptography;
using System.Threading.Channels;

namespace Neutree.Core.Compression.Seekable;

/// <summary>
/// Writes a seekable gzip: independent members, begun wherever <see cref="CutAsync"/> says and every 2 MiB. Members are compressed in parallel
/// and written in order; where they are cut and what they hold depends on the input only.
/// </summary>
internal sealed class SeekableGzipWriter : IAsyncDisposable
{
    /// <summary>Plain bytes of a member at most.</summary>
    public const int MemberLength = 2 * 1024 * 1024;

    // Below this a member is deflated whatever samples say: there is nothing to gain by looking.
    private const int SmallMember = 64 * 1024;
    private readonly Stream _output;
    private readonly BufferPool _plainBuffers = new(MemberLength);
    private readonly BufferPool _memberBuffers = new(MemberLength + (MemberLength / 8) + 4096);
    private readonly Channel<Task<Member>> _queue;
    private readonly List<SeekableGzipMember> _members = [];
    private Task? _pump;
    private byte[]? _plain;
    private int _filled;
    private bool _compresses = true;
    private bool _isFailed;
    private long _written;
    private long _flushed;

    /// <param name="output">Where the file goes; stays open.</param>
    /// <param name="parallelism">Members in work at a time.</param>
    public SeekableGzipWriter(Stream output, int parallelism)
    {
        _output = output;
        _queue = Channel.CreateBounded<Task<Member>>(
            new BoundedChannelOptions(Math.Max(1, parallelism)) { SingleReader = true, SingleWriter = true });
    }

    /// <summary>Goes on behind members that were copied to <paramref name="output"/> from another file.</summary>
    public SeekableGzipWriter(Stream output, int parallelism, SeekableGzipIndex copied)
        : this(output, parallelism)
    {
        _members.AddRange(copied.Members);
        (Position, _flushed, _written) = (copied.Length, copied.Length, copied.End);
    }

    /// <summary>Plain bytes taken so far.</summary>
    public long Position { get; private set; }

    /// <summary>What follows begins a new member.</summary>
    /// <param name="compresses">False stores it as it is.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async ValueTask CutAsync(bool compresses, CancellationToken cancellationToken)
    {
        await EndMemberAsync(cancellationToken).ConfigureAwait(false);
        _compresses = compresses;
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> plain, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> rest = plain;
        while (rest.Length > 0)
        {
            _plain ??= _plainBuffers.Rent();
            int count = Math.Min(rest.Length, MemberLength - _filled);
            rest[..count].CopyTo(_plain.AsMemory(_filled));
            rest = rest[count..];
            _filled += count;
            Position += count;
            if (_filled == MemberLength)
            {
                await EndMemberAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    /// <summary>Waits until all is written and tells where it lies; then <see cref="FinishAsync"/> is all that may follow.</summary>
    public async Task<SeekableGzipIndex> FlushAsync(CancellationToken cancellationToken)
    {
        await EndMemberAsync(cancellationToken).ConfigureAwait(false);
        _queue.Writer.Complete();
        await (_pump ?? Task.CompletedTask).ConfigureAwait(false);
        return SeekableGzipIndex.Create(_members, Position, _written);
    }

    /// <summary>Writes the member that holds the index, and the end that points at it.</summary>
    public async Task FinishAsync(ReadOnlyMemory<byte> indexMember, CancellationToken cancellationToken)
    {
        byte[] member = new byte[GzipMemberFormat.StoredSize(indexMember.Length)];
        GzipMemberFormat.WriteStored(indexMember.Span, member);
        await _output.WriteAsync(member, cancellationToken).ConfigureAwait(false);
        await _output.WriteAsync(SeekableGzipEnd.Create(_written), cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        _isFailed = true;
        _queue.Writer.TryComplete();
        await (_pump ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async ValueTask EndMemberAsync(CancellationToken cancellationToken)
    {
        if (_filled == 0)
        {
            return;
        }

        (byte[] plain, int length, bool compresses) = (_plain!, _filled, _compresses);
        (_plain, _filled) = (null, 0);
        _pump ??= Task.Run(PumpAsync, CancellationToken.None);
        Task<Member> member = Task.Run(() => Compress(plain, length, compresses), CancellationToken.None);
        try
        {
            await _queue.Writer.WriteAsync(member, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            // The pump closed it: its failure is the one to tell.
            await _pump.ConfigureAwait(false);
            throw;
        }
    }

    private async Task PumpAsync()
    {
        try
        {
            await foreach (Task<Member> pending in _queue.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                Member member = await pending.ConfigureAwait(false);
                if (!_isFailed)
                {
                    await _output.WriteAsync(member.Buffer.AsMemory(0, member.Size)).ConfigureAwait(false);
                    _members.Add(new SeekableGzipMember(_written, _flushed, member.DeflateSum));
                    _written += member.Size;
                    _flushed += member.Length;
                }

                _memberBuffers.Return(member.Buffer);
            }
        }
        catch (Exception error)
        {
            _queue.Writer.TryComplete(error);
            throw;
        }
    }

    private Member Compress(byte[] plain, int length, bool compresses)
    {
        byte[] buffer = _memberBuffers.Rent();
        ReadOnlySpan<byte> content = plain.AsSpan(0, length);
        bool isDeflated = compresses && (length < SmallMember || GzipBlock.IsCompressible(content, buffer));
        int size = isDeflated ? GzipMemberFormat.WriteDeflated(content, buffer) : int.MaxValue;
        if (size >= GzipMemberFormat.StoredSize(length))
        {
            isDeflated = false;
            size = GzipMemberFormat.WriteStored(content, buffer);
        }

        string? sum = isDeflated
            ? Convert.ToHexStringLower(SHA256.HashData(buffer.AsSpan(
                GzipMemberFormat.HeaderSize, size - GzipMemberFormat.HeaderSize - GzipMemberFormat.TrailerSize)))
            : null;
        _plainBuffers.Return(plain);
        return new Member(buffer, size, length, sum);
    }

    private readonly record struct Member(byte[] Buffer, int Size, int Length, string? DeflateSum);
}
