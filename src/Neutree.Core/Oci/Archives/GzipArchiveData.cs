namespace Neutree.Core.Oci.Archives;

/// <summary>
/// What a gzip unpacks to. A reader goes on from where the last one stopped when that lies before the wanted place; otherwise
/// unpacking starts anew from the nearest member before it, which for a gzip of one member is its start.
/// </summary>
internal sealed class GzipArchiveData(ArchiveData compressed, ArchiveOptions options, bool ownsCompressed) : ArchiveData
{
    // Beyond this much unpacking for nothing, reading in file order is the only sensible way.
    private const long RandomAccessDistance = 32L * 1024 * 1024;
    private readonly Lock _lock = new();
    private GzipCursor? _idle;
    private IReadOnlyList<GzipMember> _members = [default];
    private long _length = long.MaxValue;

    public override string Name => compressed.Name;

    public override bool IsSequential => compressed.IsSequential || _length / _members.Count > RandomAccessDistance;

    public override long Origin => compressed.Origin;

    /// <summary>Known after a pass through all of it.</summary>
    public IReadOnlyList<GzipMember> Members => _members;

    /// <summary>Unpacked bytes; <see cref="long.MaxValue"/> before the first pass is through.</summary>
    public long Length => _length;

    /// <summary>Takes over what an earlier run learnt.</summary>
    public void Restore(IReadOnlyList<GzipMember> members, long length)
    {
        _members = members;
        _length = length;
    }

    public override async ValueTask<ArchiveStream> OpenRangeAsync(long offset, long length, CancellationToken cancellationToken)
    {
        GzipMember start = NearestMember(offset);
        GzipCursor? cursor = TakeIdle(start.Offset, offset);
        if (cursor is null)
        {
            ArchiveStream input = await compressed.OpenRangeAsync(start.CompressedOffset, long.MaxValue, cancellationToken).ConfigureAwait(false);
            cursor = new GzipCursor(new GzipDecoder(input, Name, options, start));
        }

        try
        {
            long missing = offset - cursor.Position;
            if (await cursor.SkipAsync(missing, cancellationToken).ConfigureAwait(false) < missing)
            {
                throw ArchiveException.Truncated(Name, "it holds less than it did when it was indexed");
            }
        }
        catch
        {
            await cursor.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        return new CursorStream(this, cursor, length);
    }

    public override async ValueTask DisposeAsync()
    {
        GzipCursor? idle;
        lock (_lock)
        {
            (idle, _idle) = (_idle, null);
        }

        if (idle is not null)
        {
            await idle.DisposeAsync().ConfigureAwait(false);
        }

        if (ownsCompressed)
        {
            await compressed.DisposeAsync().ConfigureAwait(false);
        }
    }

    private GzipMember NearestMember(long offset)
    {
        IReadOnlyList<GzipMember> members = _members;
        int low = 0;
        int high = members.Count - 1;
        while (low < high)
        {
            int middle = (low + high + 1) / 2;
            if (members[middle].Offset <= offset)
            {
                low = middle;
            }
            else
            {
                high = middle - 1;
            }
        }

        return members[low];
    }

    private GzipCursor? TakeIdle(long from, long to)
    {
        lock (_lock)
        {
            if (_idle is { } idle && idle.Position >= from && idle.Position <= to)
            {
                _idle = null;
                return idle;
            }

            return null;
        }
    }

    private async ValueTask PutBackAsync(GzipCursor cursor, bool fromStart)
    {
        if (cursor.AtEnd && fromStart && _length == long.MaxValue)
        {
            Restore([.. cursor.Members], cursor.Position);
        }

        GzipCursor? surplus = cursor;
        if (!cursor.Failed && !cursor.AtEnd)
        {
            lock (_lock)
            {
                (surplus, _idle) = (_idle, cursor);
            }
        }

        if (surplus is not null)
        {
            await surplus.DisposeAsync().ConfigureAwait(false);
        }
    }

    private sealed class CursorStream(GzipArchiveData owner, GzipCursor cursor, long length) : ArchiveStream
    {
        private readonly bool _fromStart = cursor.Position == 0;
        private GzipCursor? _cursor = cursor;
        private long _left = length;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            GzipCursor cursor = _cursor ?? throw new ObjectDisposedException(owner.Name);
            int read = await cursor.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken).ConfigureAwait(false);
            _left -= read;
            return read;
        }

        public override async ValueTask<long> SkipAsync(long count, CancellationToken cancellationToken)
        {
            GzipCursor cursor = _cursor ?? throw new ObjectDisposedException(owner.Name);
            long skipped = await cursor.SkipAsync(Math.Min(count, _left), cancellationToken).ConfigureAwait(false);
            _left -= skipped;
            return skipped;
        }

        protected override ValueTask ReleaseAsync() =>
            Interlocked.Exchange(ref _cursor, null) is { } cursor ? owner.PutBackAsync(cursor, _fromStart) : ValueTask.CompletedTask;
    }
}
