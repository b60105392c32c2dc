namespace Neutree.Core.Oci.Archives;

/// <summary>The next <paramref name="length"/> bytes of a stream, the first of which were read already; the stream stays open.</summary>
internal sealed class LimitedStream(ReadOnlyMemory<byte> head, ArchiveStream rest, long length) : ArchiveStream
{
    private ReadOnlyMemory<byte> _head = head;
    private long _left = length;

    /// <summary>Bytes of the part that nobody took yet.</summary>
    public long Left => _left;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int wanted = (int)Math.Min(buffer.Length, _left);
        if (wanted <= 0)
        {
            return 0;
        }

        int read;
        if (_head.Length > 0)
        {
            read = Math.Min(wanted, _head.Length);
            _head[..read].CopyTo(buffer);
            _head = _head[read..];
        }
        else
        {
            read = await rest.ReadAsync(buffer[..wanted], cancellationToken).ConfigureAwait(false);
        }

        _left -= read;
        return read;
    }

    public override async ValueTask<long> SkipAsync(long count, CancellationToken cancellationToken)
    {
        long wanted = Math.Min(count, _left);
        int fromHead = (int)Math.Min(wanted, _head.Length);
        _head = _head[fromHead..];
        long skipped = fromHead;
        if (wanted > skipped)
        {
            skipped += await rest.SkipAsync(wanted - skipped, cancellationToken).ConfigureAwait(false);
        }

        _left -= skipped;
        return skipped;
    }
}
