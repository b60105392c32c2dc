namespace Neutree.Core.Oci.Archives;

/// <summary>The files of an archive by name, be it a tar or a folder.</summary>
internal abstract class ArchiveFiles : IAsyncDisposable
{
    private const int HeadSize = 6;

    /// <summary>What messages call it.</summary>
    public abstract string Name { get; }

    public abstract bool IsSequential { get; }

    /// <summary>Where it begins in the outermost bytes that hold it: puts files of several archives inside one into reading order.</summary>
    public abstract long Origin { get; }

    /// <summary>False where a tar lacks the end that tars have; <see cref="ArchiveOpener"/> takes it all the same.</summary>
    public virtual bool IsTerminated => true;

    /// <summary>Normalised names of the files at hand, in the archive's order.</summary>
    public abstract IEnumerable<string> FileNames { get; }

    /// <summary>The file behind a name, or null where there is none.</summary>
    /// <exception cref="ArchiveException">The name or a link leaves the root, or links go in a circle.</exception>
    public abstract ArchiveFile? Find(string name);

    public abstract ValueTask<Stream> OpenAsync(ArchiveFile file, long offset, CancellationToken cancellationToken);

    /// <summary>Opens an archive that lies inside this one; it may be compressed. This one must outlive it.</summary>
    public abstract ValueTask<ArchiveFiles> OpenInnerAsync(ArchiveFile file, ArchiveOptions options, CancellationToken cancellationToken);

    public abstract ValueTask DisposeAsync();

    /// <summary>Reads a document whole.</summary>
    /// <exception cref="ArchiveException">It is larger than <paramref name="maxSize"/> bytes or shorter than the archive says.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> ReadAllAsync(ArchiveFile file, int maxSize, CancellationToken cancellationToken)
    {
        if (file.Size > maxSize)
        {
            throw new ArchiveException(
                "Archive.DocumentTooLarge",
                ErrorKind.LimitExceeded,
                $"reading '{file.Name}' of {Name} failed: it has {file.Size} bytes, more than the {maxSize} that are allowed")
            {
                Target = Name,
            };
        }

        if (file.Entry?.Content is { } content)
        {
            return content;
        }

        byte[] bytes = new byte[file.Size];
        Stream stream = await OpenAsync(file, 0, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            int read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return read == bytes.Length ? bytes : throw ArchiveException.Truncated(Name, $"'{file.Name}' ends after {read} of {file.Size} bytes");
        }
    }

    /// <summary>How a file is compressed, by its first bytes.</summary>
    public async ValueTask<ContentFormat> SniffAsync(ArchiveFile file, CancellationToken cancellationToken)
    {
        if (file.Size == 0 || file.Entry is { Head.Length: > 0 })
        {
            return ContentFormats.Sniff(file.Entry is null ? default : file.Entry.Head.Span);
        }

        byte[] head = new byte[HeadSize];
        Stream stream = await OpenAsync(file, 0, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            int read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return ContentFormats.Sniff(head.AsSpan(0, read));
        }
    }
}
