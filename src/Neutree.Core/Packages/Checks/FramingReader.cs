using System.Globalization;
using System.IO.Compression;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Threading.Channels;
using Neutree.Core.Compression;
using Neutree.Core.Compression.Seekable;
using Neutree.Core.Oci.Archives;

namespace Neutree.Core.Packages.Checks;

/// <summary>
/// Reads all members of a seekable gzip one after the other and compares every byte of their framing with what the writer would have written: headers,
/// headers of stored blocks, trailers; the bodies of deflated members by their sum in the index. It gives the plain bytes; another task checks ahead.
/// </summary>
internal sealed class FramingReader : IAsyncDisposable
{
    private const int MembersAhead = 3;
    private const int MaxMember = SeekableGzipWriter.MemberLength + (SeekableGzipWriter.MemberLength / 8) + 4096;
    private readonly FileArchiveData _file;
    private readonly SeekableGzipIndex _index;
    private readonly FileSums _sums;
    private readonly FindingSink _sink;
    private readonly Action<long> _onRead;
    private readonly BufferPool _plainBuffers = new(SeekableGzipWriter.MemberLength);
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<(byte[] Buffer, int Length)> _checked = Channel.CreateBounded<(byte[] Buffer, int Length)>(
        new BoundedChannelOptions(MembersAhead) { SingleReader = true, SingleWriter = true });

    private readonly Task _pump;
    private (byte[] Buffer, int Length) _current;
    private int _taken;

    /// <param name="file">The package.</param>
    /// <param name="index">Its index.</param>
    /// <param name="sums">Takes the bytes of the file as they are read.</param>
    /// <param name="sink">Told every difference.</param>
    /// <param name="onRead">Told how many bytes of the file are checked.</param>
    public FramingReader(FileArchiveData file, SeekableGzipIndex index, FileSums sums, FindingSink sink, Action<long> onRead)
    {
        _file = file;
        _index = index;
        _sums = sums;
        _sink = sink;
        _onRead = onRead;
        _pump = Task.Run(() => PumpAsync(_stop.Token));
    }

    /// <summary>The next plain bytes, at most <paramref name="limit"/>; none at the end. They are valid until the next call.</summary>
    public async ValueTask<ReadOnlyMemory<byte>> TakeAsync(long limit, CancellationToken cancellationToken)
    {
        while (_taken == _current.Length)
        {
            ReturnCurrent();
            if (!await _checked.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                return default;
            }

            if (_checked.Reader.TryRead(out (byte[] Buffer, int Length) next))
            {
                (_current, _taken) = (next, 0);
            }
        }

        int count = (int)Math.Min(limit, _current.Length - _taken);
        ReadOnlyMemory<byte> piece = _current.Buffer.AsMemory(_taken, count);
        _taken += count;
        return piece;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _pump.ConfigureAwait(false);
        _stop.Dispose();
    }

    private async Task PumpAsync(CancellationToken cancellationToken)
    {
        // While one member's bytes are summed the next is read and checked.
        byte[][] buffers = [new byte[MaxMember], new byte[MaxMember]];
        Task[] summed = [Task.CompletedTask, Task.CompletedTask];
        try
        {
            for (int i = 0; i < _index.Members.Count; i++)
            {
                long size = _index.SizeOf(i);
                long length = _index.LengthOf(i);
                if (size > MaxMember || length > SeekableGzipWriter.MemberLength)
                {
                    _sink.Error("Package.FramingDamaged", At(i), "the index tells of a larger member than there may be; what follows was not checked");
                    break;
                }

                int turn = i % buffers.Length;
                await summed[turn].ConfigureAwait(false);
                Memory<byte> member = buffers[turn].AsMemory(0, (int)size);
                int read = await _file.ReadAsync(member, _index.Members[i].Offset, cancellationToken).ConfigureAwait(false);
                summed[turn] = _sums.AppendAsync(summed[(i + 1) % buffers.Length], member[..read]);
                byte[] plain = _plainBuffers.Rent();
                if (read < size || !Check(i, member, plain.AsSpan(0, (int)length)))
                {
                    _sink.Error("Package.FramingDamaged", At(i), "the gzip member can't be unpacked; what follows was not checked");
                    break;
                }

                await _checked.Writer.WriteAsync((plain, (int)length), cancellationToken).ConfigureAwait(false);
                _onRead(_index.Members[i].Offset + size);
            }

            await Task.WhenAll(summed).ConfigureAwait(false);
            _checked.Writer.Complete();
        }
        catch (Exception error)
        {
            await Task.WhenAll(summed).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _checked.Writer.Complete(error);
        }
    }

    /// <returns>False where the plain bytes couldn't be had.</returns>
    private bool Check(int number, Memory<byte> member, Span<byte> plain)
    {
        Memory<byte> body = member[GzipMemberFormat.HeaderSize..^GzipMemberFormat.TrailerSize];
        bool isCanonical = member.Span.StartsWith(GzipMemberFormat.Header);
        if (_index.Members[number].DeflateSum is { } sum)
        {
            isCanonical &= Convert.ToHexStringLower(SHA256.HashData(body.Span)) == sum;
            if (!Inflate(body, plain))
            {
                return false;
            }
        }
        else
        {
            isCanonical &= Unwrap(body.Span, plain);
        }

        Span<byte> trailer = stackalloc byte[GzipMemberFormat.TrailerSize];
        GzipMemberFormat.WriteTrailer(trailer, Crc32.HashToUInt32(plain), plain.Length);
        if (!isCanonical || !member.Span.EndsWith(trailer))
        {
            _sink.Error("Package.FramingDamaged", At(number), "the gzip member isn't as it was written");
        }

        return true;
    }

    /// <summary>Takes the plain bytes out of stored blocks; false where a block's header is another than it must be.</summary>
    private static bool Unwrap(ReadOnlySpan<byte> body, Span<byte> plain)
    {
        Span<byte> expected = stackalloc byte[GzipMemberFormat.StoredBlockHeaderSize];
        bool isCanonical = true;
        for (int position = 0; position < plain.Length;)
        {
            int length = Math.Min(GzipMemberFormat.MaxStoredBlock, plain.Length - position);
            GzipMemberFormat.WriteStoredBlockHeader(expected, length, position + length == plain.Length);
            isCanonical &= body.StartsWith(expected);
            body = body[expected.Length..];
            body[..length].CopyTo(plain[position..]);
            body = body[length..];
            position += length;
        }

        return isCanonical;
    }

    private static bool Inflate(ReadOnlyMemory<byte> body, Span<byte> plain)
    {
        try
        {
            MemoryMarshal.TryGetArray(body, out ArraySegment<byte> bytes);
            using DeflateStream inflate = new(new MemoryStream(bytes.Array!, bytes.Offset, bytes.Count, writable: false), CompressionMode.Decompress);
            return inflate.ReadAtLeast(plain, plain.Length, throwOnEndOfStream: false) == plain.Length && inflate.ReadByte() < 0;
        }
        catch (InvalidDataException)
        {
            // The caller reports the member.
            return false;
        }
    }

    private string At(int number) => string.Create(
        CultureInfo.InvariantCulture, $"member {number} at offset {_index.Members[number].Offset}");

    private void ReturnCurrent()
    {
        if (_current.Buffer is not null)
        {
            _plainBuffers.Return(_current.Buffer);
            (_current, _taken) = (default, 0);
        }
    }
}
