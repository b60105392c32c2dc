namespace Neutree.Core.Packages.Receiving;

/// <summary>A set of bytes of a file as ranges, kept sorted and joined. Not safe for parallel use.</summary>
internal sealed class ByteRanges
{
    private readonly SortedList<long, long> _ends = [];

    /// <summary>Bytes in the set.</summary>
    public long Count { get; private set; }

    /// <param name="start">The first byte.</param>
    /// <param name="end">The one behind the last.</param>
    public void Add(long start, long end)
    {
        if (end <= start)
        {
            return;
        }

        for (int i = _ends.Count - 1; i >= 0; i--)
        {
            (long otherStart, long otherEnd) = (_ends.GetKeyAtIndex(i), _ends.GetValueAtIndex(i));
            if (otherEnd < start)
            {
                break;
            }

            if (otherStart <= end)
            {
                (start, end) = (Math.Min(start, otherStart), Math.Max(end, otherEnd));
                Count -= otherEnd - otherStart;
                _ends.RemoveAt(i);
            }
        }

        _ends.Add(start, end);
        Count += end - start;
    }

    /// <summary>What the set lacks of the first <paramref name="size"/> bytes, in order.</summary>
    public IEnumerable<(long Start, long End)> MissingOf(long size)
    {
        long at = 0;
        foreach ((long start, long end) in _ends)
        {
            if (start > at)
            {
                yield return (at, start);
            }

            at = end;
        }

        if (at < size)
        {
            yield return (at, size);
        }
    }
}
