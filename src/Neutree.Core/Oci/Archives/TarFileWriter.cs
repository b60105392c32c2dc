using System.Buffers;
using Microsoft.Win32.SafeHandles;
using Neutree.Core.Tar;

namespace Neutree.Core.Oci.Archives;

/// <summary>
/// A tar whose entries are written in parallel, each into a region of the file reserved for it. The region of an entry that fails is
/// taken by the next entry of the same length, else closed up at the end.
/// </summary>
internal sealed class TarFileWriter(SafeFileHandle handle, long unixSeconds)
{
    private const int CopyBuffer = 1024 * 1024;
    private readonly Lock _lock = new();
    private readonly List<Region> _free = [];
    private readonly List<Region> _written = [];
    private long _end;

    /// <summary>A stretch of the file: header, content, padding.</summary>
    internal sealed record Region(long Offset, int HeaderLength, long Size)
    {
        public long ContentOffset => Offset + HeaderLength;

        public long Length => HeaderLength + TarHeader.Padded(Size);
    }

    public Region Reserve(string name, long size)
    {
        int header = TarHeaderWriter.Create(name, size, unixSeconds).Length;
        lock (_lock)
        {
            int same = _free.FindIndex(region => region.HeaderLength == header && region.Size == size);
            if (same >= 0)
            {
                Region reused = _free[same];
                _free.RemoveAt(same);
                return reused;
            }

            Region region = new(_end, header, size);
            _end += region.Length;
            return region;
        }
    }

    public void Release(Region region)
    {
        lock (_lock)
        {
            _free.Add(region);
        }
    }

    /// <summary>Makes an entry with header and content part of the tar.</summary>
    public void Keep(Region region)
    {
        lock (_lock)
        {
            _written.Add(region);
        }
    }

    /// <summary>Writes header and padding around content that is complete.</summary>
    public async ValueTask WriteHeaderAsync(Region region, string name, CancellationToken cancellationToken)
    {
        byte[] header = TarHeaderWriter.Create(name, region.Size, unixSeconds);
        await RandomAccess.WriteAsync(handle, header, region.Offset, cancellationToken).ConfigureAwait(false);
        byte[] padding = new byte[TarHeader.Padded(region.Size) - region.Size];
        await RandomAccess.WriteAsync(handle, padding, region.ContentOffset + region.Size, cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<Region> WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Region region = Reserve(name, content.Length);
        await RandomAccess.WriteAsync(handle, content, region.ContentOffset, cancellationToken).ConfigureAwait(false);
        await WriteHeaderAsync(region, name, cancellationToken).ConfigureAwait(false);
        Keep(region);
        return region;
    }

    /// <summary>Closes gaps, ends the tar and makes it durable. No entry may be in work.</summary>
    public async ValueTask FinishAsync(CancellationToken cancellationToken)
    {
        if (_free.Count > 0)
        {
            await CloseGapsAsync(cancellationToken).ConfigureAwait(false);
        }

        await RandomAccess.WriteAsync(handle, new byte[2 * TarHeader.BlockSize], _end, cancellationToken).ConfigureAwait(false);
        RandomAccess.SetLength(handle, _end + (2 * TarHeader.BlockSize));
        RandomAccess.FlushToDisk(handle);
    }

    private async ValueTask CloseGapsAsync(CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(CopyBuffer);
        try
        {
            long target = 0;
            foreach (Region region in _written.OrderBy(region => region.Offset))
            {
                for (long done = 0; region.Offset != target && done < region.Length;)
                {
                    int wanted = (int)Math.Min(buffer.Length, region.Length - done);
                    int read = await RandomAccess.ReadAsync(handle, buffer.AsMemory(0, wanted), region.Offset + done, cancellationToken).ConfigureAwait(false);
                    if (read == 0)
                    {
                        throw new EndOfStreamException("the archive became shorter while it was written");
                    }

                    await RandomAccess.WriteAsync(handle, buffer.AsMemory(0, read), target + done, cancellationToken).ConfigureAwait(false);
                    done += read;
                }

                target += region.Length;
            }

            _end = target;
            _free.Clear();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
