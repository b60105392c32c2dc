using Neutree.Core.Compression.Seekable;

namespace Neutree.Core.Oci.Archives;

/// <summary>The plain bytes of a stored member, from the start of one of its blocks on.</summary>
/// <param name="input">The member, from the block's header on, the first block's from its own; owned.</param>
/// <param name="archive">What messages call the archive.</param>
/// <param name="start">The block's first plain byte.</param>
/// <param name="length">Plain bytes of the member.</param>
internal sealed class StoredMemberStream(ArchiveStream input, string archive, long start, long length) : MemberStream(archive, start, length)
{
    private readonly byte[] _header = new byte[GzipMemberFormat.HeaderSize + GzipMemberFormat.StoredBlockHeaderSize];
    private bool _isAtMemberStart = start == 0;
    private long _blockEnd = start;

    protected override async ValueTask<int> ReadPlainAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        if (Passed == _blockEnd)
        {
            await EnterBlockAsync(cancellationToken).ConfigureAwait(false);
        }

        return await input.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _blockEnd - Passed)], cancellationToken).ConfigureAwait(false);
    }

    protected override async ValueTask SkipPlainAsync(long count, CancellationToken cancellationToken)
    {
        if (Passed == _blockEnd)
        {
            await EnterBlockAsync(cancellationToken).ConfigureAwait(false);
        }

        long target = Passed + count;
        long headers = 0;
        while (_blockEnd < target)
        {
            // The header of a block that is entered at its very start is read, not passed over.
            headers += GzipMemberFormat.StoredBlockHeaderSize;
            _blockEnd = Math.Min(_blockEnd + GzipMemberFormat.MaxStoredBlock, PlainLength);
        }

        await input.SkipAsync(count + headers, cancellationToken).ConfigureAwait(false);
    }

    protected override async ValueTask ReadTrailerAsync(Memory<byte> trailer, CancellationToken cancellationToken) =>
        await input.ReadAtLeastAsync(trailer, trailer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);

    protected override ValueTask ReleaseAsync() => input.DisposeAsync();

    private async ValueTask EnterBlockAsync(CancellationToken cancellationToken)
    {
        int framing = _isAtMemberStart ? GzipMemberFormat.HeaderSize : 0;
        int size = framing + GzipMemberFormat.StoredBlockHeaderSize;
        long blockLength = Math.Min(GzipMemberFormat.MaxStoredBlock, PlainLength - Passed);
        byte[] expected = new byte[size];
        GzipMemberFormat.Header[..framing].CopyTo(expected);
        GzipMemberFormat.WriteStoredBlockHeader(expected.AsSpan(framing), (int)blockLength, Passed + blockLength == PlainLength);
        int read = await input.ReadAtLeastAsync(_header.AsMemory(0, size), size, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        if (!_header.AsSpan(0, read).SequenceEqual(expected))
        {
            throw Damaged("there is no stored block where the index says");
        }

        _isAtMemberStart = false;
        _blockEnd = Passed + blockLength;
    }
}
