using Microsoft.Win32.SafeHandles;

namespace Neutree.Core.Oci.Archives;

/// <summary>
/// A file on disk, or the parts of one that was split, read at any place by any number of readers.
/// </summary>
internal sealed class FileArchiveData : ArchiveData
{
    private readonly IReadOnlyList<SafeFileHandle> _handles;
    private readonly IReadOnlyList<IDisposable> _owners;
    private readonly long[] _ends;

    /// <param name="handle">The open file; owned.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="owner">What closes the handle, where that isn't the handle itself.</param>
    public FileArchiveData(SafeFileHandle handle, string name, IDisposable? owner = null)
        : this([handle], name, [owner ?? handle])
    {
    }

    private FileArchiveData(IReadOnlyList<SafeFileHandle> handles, string name, IReadOnlyList<IDisposable> owners)
    {
        _handles = handles;
        _owners = owners;
        Name = name;
        _ends = new long[handles.Count];
        for (int i = 0; i < handles.Count; i++)
        {
            _ends[i] = (i == 0 ? 0 : _ends[i - 1]) + RandomAccess.GetLength(handles[i]);
        }
    }

    public override string Name { get; }

    public override bool IsSequential => false;

    /// <summary>Bytes of all parts.</summary>
    public long Length => _ends[^1];

    /// <summary>One unless the file was split.</summary>
    public int PartCount => _handles.Count;

    /// <summary>The parts of a file that was split; null for a file that is whole.</summary>
    public ArchiveParts? Parts { get; private init; }

    /// <summary>Opens the parts of a file.</summary>
    /// <exception cref="ArchiveException">One is missing.</exception>
    public static FileArchiveData OfParts(ArchiveParts parts)
    {
        IReadOnlyList<FileStream> files = parts.Open();
        return new FileArchiveData([.. files.Select(file => file.SafeFileHandle)], parts.Name, files) { Parts = parts };
    }

    /// <summary>Bytes of a part, the first of which has the number 0.</summary>
    public long LengthOfPart(int part) => _ends[part] - (part == 0 ? 0 : _ends[part - 1]);

    public override ValueTask<ArchiveStream> OpenRangeAsync(long offset, long length, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long available = Math.Max(0, Length - offset);
        return new ValueTask<ArchiveStream>(new RangeStream(this, offset, offset + Math.Min(length, available)));
    }

    /// <summary>Fills the buffer from <paramref name="offset"/> on; fewer bytes come only where the file ends.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, long offset, CancellationToken cancellationToken)
    {
        ArchiveStream stream = await OpenRangeAsync(offset, buffer.Length, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            return await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        }
    }

    public override ValueTask DisposeAsync()
    {
        foreach (IDisposable owner in _owners)
        {
            owner.Dispose();
        }

        return ValueTask.CompletedTask;
    }

    private sealed class RangeStream(FileArchiveData file, long position, long end) : ArchiveStream
    {
        // A header comes from the page cache in less time than a hop to another thread takes.
        private const int SmallRead = 4096;
        private long _position = position;

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (buffer.Length == 0 || _position >= end)
            {
                return 0;
            }

            int part = 0;
            while (file._ends[part] <= _position)
            {
                part++;
            }

            int wanted = (int)Math.Min(buffer.Length, Math.Min(end, file._ends[part]) - _position);
            long place = _position - file._ends[part] + file.LengthOfPart(part);
            int read = wanted <= SmallRead
                ? RandomAccess.Read(file._handles[part], buffer.Span[..wanted], place)
                : await RandomAccess.ReadAsync(file._handles[part], buffer[..wanted], place, cancellationToken).ConfigureAwait(false);
            _position += read;
            return read;
        }

        public override ValueTask<long> SkipAsync(long count, CancellationToken cancellationToken)
        {
            long skipped = Math.Clamp(end - _position, 0, count);
            _position += skipped;
            return new ValueTask<long>(skipped);
        }
    }
}
