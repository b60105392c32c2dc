using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Neutree.Core.Oci.Archives;

/// <summary>
/// Unpacks gzip (RFC 1952) member by member and checks each member's CRC and length. The platform's gzip stream takes a cut-off file
/// for a complete one and ignores garbage behind the last member, so members are taken apart here and only their deflate bodies are
/// left to it. It doesn't tell where a body ended either: the trailer, known by then, is looked for in the last chunk it was given.
/// </summary>
internal sealed class GzipDecoder : IAsyncDisposable
{
    private const int BufferSize = 256 * 1024;
    private const int MaxChunk = 8192;
    private const int TrailerSize = 8;
    private const long MinMemberDistance = 1024 * 1024;
    private readonly ArchiveStream _input;
    private readonly string _name;
    private readonly ArchiveOptions _options;
    private readonly List<GzipMember> _members = [];
    private readonly byte[] _buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
    private readonly Feed _feed;
    private readonly Crc32 _crc = new();
    private DeflateStream? _body;
    private int _start;
    private int _end;
    private long _bufferOffset;
    private int _chunkStart;
    private bool _inputEnded;
    private bool _starved;
    private uint _memberLength;
    private long _produced;
    private bool _any;

    /// <param name="input">The compressed bytes from a member's start on; owned.</param>
    /// <param name="name">What messages call them.</param>
    /// <param name="options">Limits.</param>
    /// <param name="start">The member <paramref name="input"/> starts with.</param>
    public GzipDecoder(ArchiveStream input, string name, ArchiveOptions options, GzipMember start)
    {
        _input = input;
        _name = name;
        _options = options;
        _bufferOffset = start.CompressedOffset;
        _produced = start.Offset;
        _feed = new Feed(this);
    }

    /// <summary>The members met so far, at least a MiB of unpacked bytes apart.</summary>
    public IReadOnlyList<GzipMember> Members => _members;

    /// <summary>Bytes unpacked so far, counted from the start of the whole.</summary>
    public long Position => _produced;

    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (_body is null && !await StartMemberAsync(cancellationToken).ConfigureAwait(false))
            {
                return 0;
            }

            int read;
            try
            {
                read = await _body!.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidDataException error)
            {
                throw Damaged("the compressed data are invalid", error);
            }

            if (read > 0)
            {
                _crc.Append(buffer.Span[..read]);
                _memberLength += (uint)read;
                _produced += read;
                CheckLimits();
                return read;
            }

            await EndMemberAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_body is not null)
        {
            await _body.DisposeAsync().ConfigureAwait(false);
        }

        await _input.DisposeAsync().ConfigureAwait(false);
        ArrayPool<byte>.Shared.Return(_buffer);
    }

    private async ValueTask<bool> StartMemberAsync(CancellationToken cancellationToken)
    {
        if (!await EnsureAsync(1, cancellationToken).ConfigureAwait(false))
        {
            return _any ? false : throw ArchiveException.Truncated(_name, "it is empty");
        }

        if (_any && _buffer[_start] == 0)
        {
            await RequirePaddingAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }

        GzipMember member = new(_bufferOffset + _start, _produced);
        await ReadHeaderAsync(cancellationToken).ConfigureAwait(false);
        if (_members.Count == 0 || member.Offset - _members[^1].Offset >= MinMemberDistance)
        {
            _members.Add(member);
        }

        _any = true;
        _crc.Reset();
        _memberLength = 0;
        _starved = false;
        _chunkStart = _start;
        _body = new DeflateStream(_feed, CompressionMode.Decompress, leaveOpen: true);
        return true;
    }

    private async ValueTask ReadHeaderAsync(CancellationToken cancellationToken)
    {
        const int fixedSize = 10;
        await RequireAsync(fixedSize, cancellationToken).ConfigureAwait(false);
        ReadOnlySpan<byte> header = _buffer.AsSpan(_start, fixedSize);
        if (header[0] != 0x1F || header[1] != 0x8B)
        {
            throw Damaged(_any ? "something that is not gzip follows the compressed data" : "it is not gzip");
        }

        byte flags = header[3];
        if (header[2] != 8 || (flags & 0xE0) != 0)
        {
            throw Damaged("its gzip header is of an unknown kind");
        }

        _start += fixedSize;
        if ((flags & 4) != 0)
        {
            await RequireAsync(2, cancellationToken).ConfigureAwait(false);
            int extra = BinaryPrimitives.ReadUInt16LittleEndian(_buffer.AsSpan(_start));
            await RequireAsync(2 + extra, cancellationToken).ConfigureAwait(false);
            _start += 2 + extra;
        }

        // File name, then comment: each ends with a zero byte.
        for (int text = ((flags >> 3) & 1) + ((flags >> 4) & 1); text > 0; text--)
        {
            await SkipTextAsync(cancellationToken).ConfigureAwait(false);
        }

        if ((flags & 2) != 0)
        {
            await RequireAsync(2, cancellationToken).ConfigureAwait(false);
            _start += 2;
        }
    }

    private async ValueTask SkipTextAsync(CancellationToken cancellationToken)
    {
        do
        {
            await RequireAsync(1, cancellationToken).ConfigureAwait(false);
        }
        while (_buffer[_start++] != 0);
    }

    private async ValueTask EndMemberAsync(CancellationToken cancellationToken)
    {
        if (_starved)
        {
            throw ArchiveException.Truncated(_name, "the compressed data stop in the middle");
        }

        await _body!.DisposeAsync().ConfigureAwait(false);
        _body = null;
        byte[] trailer = new byte[TrailerSize];
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, _crc.GetCurrentHashAsUInt32());
        BinaryPrimitives.WriteUInt32LittleEndian(trailer.AsSpan(4), _memberLength);
        int chunk = _start - _chunkStart;
        _start = _chunkStart;
        bool complete = await EnsureAsync(chunk + TrailerSize, cancellationToken).ConfigureAwait(false);
        int found = _buffer.AsSpan(_start, Math.Min(_end - _start, chunk + TrailerSize)).IndexOf(trailer);
        if (found < 0)
        {
            throw complete
                ? Damaged("its CRC or length doesn't match the unpacked data")
                : ArchiveException.Truncated(_name, "the checksum at the end of the compressed data is missing or wrong");
        }

        _start += found + TrailerSize;
    }

    private async ValueTask RequirePaddingAsync(CancellationToken cancellationToken)
    {
        while (await EnsureAsync(1, cancellationToken).ConfigureAwait(false))
        {
            if (_buffer.AsSpan(_start, _end - _start).ContainsAnyExcept((byte)0))
            {
                throw Damaged("something that is not gzip follows the compressed data");
            }

            _start = _end;
        }
    }

    private async ValueTask RequireAsync(int count, CancellationToken cancellationToken)
    {
        if (!await EnsureAsync(count, cancellationToken).ConfigureAwait(false))
        {
            throw ArchiveException.Truncated(_name, "its gzip header is incomplete");
        }
    }

    private async ValueTask<bool> EnsureAsync(int count, CancellationToken cancellationToken)
    {
        while (_end - _start < count && !_inputEnded)
        {
            if (_start + count > _buffer.Length || _start == _end)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                _bufferOffset += _start;
                _end -= _start;
                _start = 0;
            }

            int read = await _input.ReadAsync(_buffer.AsMemory(_end), cancellationToken).ConfigureAwait(false);
            _inputEnded = read == 0;
            _end += read;
        }

        return _end - _start >= count;
    }

    private async ValueTask<int> FeedAsync(Memory<byte> destination, CancellationToken cancellationToken)
    {
        if (!await EnsureAsync(1, cancellationToken).ConfigureAwait(false))
        {
            _starved = true;
            return 0;
        }

        int count = Math.Min(Math.Min(destination.Length, MaxChunk), _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(destination.Span);
        _chunkStart = _start;
        _start += count;
        return count;
    }

    private void CheckLimits()
    {
        if (_options.RefusalOf(_name, _produced, _bufferOffset + _start) is { } refusal)
        {
            throw refusal;
        }
    }

    private ArchiveException Damaged(string why, Exception? inner = null) => new("Archive.DamagedGzip", ErrorKind.InvalidData, $"reading {_name} failed: {why}", inner)
    {
        Target = _name,
        Recommendation = "Copy or download the file again; gzip -t tells whether it is whole.",
    };

    private sealed class Feed(GzipDecoder owner) : ArchiveStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            owner.FeedAsync(buffer, cancellationToken);

        public override ValueTask<long> SkipAsync(long count, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
