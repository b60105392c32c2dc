using Microsoft.Win32.SafeHandles;

namespace Neutree.Core.Oci.Archives;

/// <summary>A file on disk, read at any place by any number of readers through one handle.</summary>
/// <param name="handle">The open file; owned.</param>
/// <param name="name">What messages call it.</param>
/// <param name="owner">What closes the handle, where that isn't the handle itself.</param>
internal sealed class FileArchiveData(SafeFileHandle handle, string name, IDisposable? owner = null) : ArchiveData
{
    public override string Name => name;

    public override bool IsSequential => false;

    public SafeFileHandle Handle => handle;

    public long Length { get; } = RandomAccess.GetLength(handle);

    public override ValueTask<ArchiveStream> OpenRangeAsync(long offset, long length, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long available = Math.Max(0, Length - offset);
        return new ValueTask<ArchiveStream>(new RangeStream(handle, offset, offset + Math.Min(length, available)));
    }

    public override ValueTask DisposeAsync()
    {
        (owner ?? handle).Dispose();
        return ValueTask.CompletedTask;
    }

    private sealed class RangeStream(SafeFileHandle handle, long position, long end) : ArchiveStream
    {
        // A header comes from the page cache in less time than a hop to another thread takes.
        private const int SmallRead = 4096;
        private long _position = position;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int wanted = (int)Math.Min(buffer.Length, end - _position);
            if (wanted <= 0)
            {
                return 0;
            }

            int read = wanted <= SmallRead
                ? RandomAccess.Read(handle, buffer.Span[..wanted], _position)
                : await RandomAccess.ReadAsync(handle, buffer[..wanted], _position, cancellationToken).ConfigureAwait(false);
            _position += read;
            return read;
        }

        public override ValueTask<long> SkipAsync(long count, CancellationToken cancellationToken)
        {
            long skipped = Math.Min(count, end - _position);
            _position += skipped;
            return new ValueTask<long>(skipped);
        }
    }
}
