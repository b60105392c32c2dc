using Neutree.Core.Compression.Seekable;

namespace Neutree.Core.Oci.Archives;

/// <summary>
/// What a seekable gzip unpacks to, read at any place and in parallel: a reader starts at the member that holds the place, in a stored one at the
/// very byte. CRC and length of every member that is read from its start to its end are checked.
/// </summary>
internal sealed class SeekableGzipData(ArchiveData compressed, SeekableGzipIndex index) : ArchiveData
{
    public override string Name => compressed.Name;

    public override bool IsSequential => false;

    public override ValueTask<ArchiveStream> OpenRangeAsync(long offset, long length, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long end = offset + Math.Clamp(index.Length - offset, 0, length);
        return new ValueTask<ArchiveStream>(new MembersStream(this, offset, end));
    }

    public override ValueTask DisposeAsync() => compressed.DisposeAsync();

    private async ValueTask<MemberStream> OpenMemberAsync(int number, long position, CancellationToken cancellationToken)
    {
        SeekableGzipMember member = index.Members[number];
        long length = index.LengthOf(number);
        long start = position - member.Position;
        if (member.IsStored)
        {
            // The block's header is read too, so that a range that starts elsewhere than its file says is noticed.
            long block = start / GzipMemberFormat.MaxStoredBlock * GzipMemberFormat.MaxStoredBlock;
            long skipped = block == 0 ? 0 : GzipMemberFormat.StoredOffset(block) - GzipMemberFormat.StoredBlockHeaderSize;
            ArchiveStream stored = await compressed.OpenRangeAsync(member.Offset + skipped, index.SizeOf(number) - skipped, cancellationToken).ConfigureAwait(false);
            StoredMemberStream opened = new(stored, Name, block, length);
            await opened.SkipAsync(start - block, cancellationToken).ConfigureAwait(false);
            return opened;
        }

        ArchiveStream deflated = await compressed.OpenRangeAsync(member.Offset, index.SizeOf(number), cancellationToken).ConfigureAwait(false);
        DeflatedMemberStream inflating = new(deflated, Name, index.SizeOf(number), length);
        await inflating.SkipAsync(start, cancellationToken).ConfigureAwait(false);
        return inflating;
    }

    private sealed class MembersStream(SeekableGzipData owner, long position, long end) : ArchiveStream
    {
        private long _position = position;
        private MemberStream? _member;
        private long _memberEnd;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int wanted = (int)Math.Min(buffer.Length, end - _position);
            if (wanted <= 0)
            {
                return 0;
            }

            if (_member is null)
            {
                int number = owner.Index.Find(_position);
                _memberEnd = owner.Index.Members[number].Position + owner.Index.LengthOf(number);
                _member = await owner.OpenMemberAsync(number, _position, cancellationToken).ConfigureAwait(false);
            }

            int read = await _member.ReadAsync(buffer[..wanted], cancellationToken).ConfigureAwait(false);
            _position += read;
            if (_position == _memberEnd)
            {
                await CloseMemberAsync().ConfigureAwait(false);
            }

            return read;
        }

        public override async ValueTask<long> SkipAsync(long count, CancellationToken cancellationToken)
        {
            long skipped = Math.Clamp(end - _position, 0, count);
            if (_member is not null && _position + skipped < _memberEnd)
            {
                await _member.SkipAsync(skipped, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                await CloseMemberAsync().ConfigureAwait(false);
            }

            _position += skipped;
            return skipped;
        }

        protected override ValueTask ReleaseAsync() => CloseMemberAsync();

        private async ValueTask CloseMemberAsync()
        {
            if (_member is { } member)
            {
                _member = null;
                await member.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private SeekableGzipIndex Index => index;
}
