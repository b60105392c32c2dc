using System.Text.RegularExpressions;
using Neutree.Core.Tar;

namespace Neutree.Core.Oci.Archives;

/// <summary>The image archives that lie in an archive or folder, as they do in a package. They are read where they lie.</summary>
internal sealed partial class InnerArchives(ArchiveFiles files, ArchiveOptions options) : IAsyncDisposable
{
    private readonly List<ImageArchive> _opened = [];

    public IReadOnlyList<ImageArchive> Opened => _opened;

    /// <summary>Opens one and reads what images it holds.</summary>
    /// <exception cref="NeutreeException">It can't be read, or holds no images.</exception>
    public async Task<ImageArchive> OpenAsync(ArchiveFile file, CancellationToken cancellationToken)
    {
        ImageArchive archive = new(await files.OpenInnerAsync(file, options, cancellationToken).ConfigureAwait(false), absent: options.AbsentBlobs);
        try
        {
            await archive.GetImagesAsync(cancellationToken).ConfigureAwait(false);
            _opened.Add(archive);
            return archive;
        }
        catch
        {
            await archive.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The files that are tars by name or content, in the archive's order: not all of them need hold images.</summary>
    public async Task<IReadOnlyList<ArchiveFile>> FindAsync(CancellationToken cancellationToken)
    {
        List<ArchiveFile> found = [];
        foreach (string name in files.FileNames)
        {
            if (files.Find(name) is { } file
                && (TarName().IsMatch(name) || await IsTarAsync(file, cancellationToken).ConfigureAwait(false)))
            {
                found.Add(file);
            }
        }

        return found;
    }

    /// <summary>Opens one of what <see cref="FindAsync"/> found; null where it turns out to hold no images, as a chart doesn't.</summary>
    /// <exception cref="NeutreeException">It can't be read.</exception>
    public async Task<ImageArchive?> TryOpenAsync(ArchiveFile file, CancellationToken cancellationToken)
    {
        try
        {
            return await OpenAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (ArchiveException error) when (error.ErrorId is "Archive.NoImages")
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ImageArchive archive in _opened)
        {
            await archive.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static async Task<bool> IsTarAsync(ArchiveFile file, CancellationToken cancellationToken)
    {
        if (file.Size < TarHeader.BlockSize)
        {
            return false;
        }

        byte[] block = new byte[TarHeader.BlockSize];
        Stream stream = await file.Owner.OpenAsync(file, 0, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            await stream.ReadAtLeastAsync(block, block.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return TarHeader.HasValidChecksum(block);
        }
    }

    [GeneratedRegex(@"\.(tar(\.(gz|zst|xz|bz2))?|tgz)\z", RegexOptions.IgnoreCase)]
    private static partial Regex TarName();
}
