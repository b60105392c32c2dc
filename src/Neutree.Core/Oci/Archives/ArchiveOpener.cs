using Microsoft.Extensions.Logging;
using Microsoft.Win32.SafeHandles;

namespace Neutree.Core.Oci.Archives;

/// <summary>Finds out what a path is, by its content, and indexes it.</summary>
internal static class ArchiveOpener
{
    private const string StandardInput = "-";
    private const int HeadSize = 6;

    /// <exception cref="ArchiveException">Nothing there, or nothing that can be read.</exception>
    public static async ValueTask<ArchiveFiles> OpenPathAsync(string path, ArchiveOptions options, CancellationToken cancellationToken)
    {
        if (path != StandardInput && Directory.Exists(path))
        {
            return new FolderArchiveFiles(path);
        }

        FileArchiveData data = await OpenFileAsync(path, options, cancellationToken).ConfigureAwait(false);
        try
        {
            return await OpenAsync(data, null, options, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            await data.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Indexes data that are a tar or a gzip'ed tar; <paramref name="known"/> is its index where that is known already.</summary>
    public static async ValueTask<ArchiveFiles> OpenAsync(ArchiveData data, TarIndex? known, ArchiveOptions options, CancellationToken cancellationToken)
    {
        if (known is not null)
        {
            return new TarArchiveFiles(data, known);
        }

        ContentFormat format = await SniffAsync(data, cancellationToken).ConfigureAwait(false);
        if (ContentFormats.RefusalOf(format, data.Name) is { } refusal)
        {
            throw refusal;
        }

        if (format == ContentFormat.Gzip)
        {
            return await OpenGzipAsync(data, options, cancellationToken).ConfigureAwait(false);
        }

        ArchiveStream stream = await data.OpenRangeAsync(0, long.MaxValue, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            return new TarArchiveFiles(data, await TarScanner.ScanAsync(stream, data.Name, data.IsSequential, cancellationToken).ConfigureAwait(false));
        }
    }

    private static async ValueTask<ArchiveFiles> OpenGzipAsync(ArchiveData data, ArchiveOptions options, CancellationToken cancellationToken)
    {
        if (data is FileArchiveData whole && await TryOpenSeekableAsync(whole, options, cancellationToken).ConfigureAwait(false) is { } files)
        {
            return files;
        }

        GzipArchiveData unpacked = new(data, options, ownsCompressed: true);
        TarIndexCache? cache = data is FileArchiveData file && options.CacheFolder is { } folder
            ? await TarIndexCache.OpenAsync(file, folder, options.Logger, cancellationToken).ConfigureAwait(false)
            : null;
        if (cache?.Load(unpacked) is { } known)
        {
            return new TarArchiveFiles(unpacked, known);
        }

        try
        {
            TarIndex index = await ScanAllAsync(unpacked, cancellationToken).ConfigureAwait(false);
            cache?.Store(index, unpacked);
            return new TarArchiveFiles(unpacked, index);
        }
        catch (ArchiveException error) when (error.ErrorId == ArchiveException.CutOff && data is FileArchiveData { Parts: { } parts, PartCount: var count })
        {
            await unpacked.DisposeAsync().ConfigureAwait(false);
            throw parts.MissingEnd(count, "the package is cut off where the last part at hand ends, unless that one was cut off itself", error);
        }
        catch
        {
            await unpacked.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Opens a gzip by the index that it carries; null where it has none, or one that leads nowhere.</summary>
    private static async ValueTask<ArchiveFiles?> TryOpenSeekableAsync(FileArchiveData data, ArchiveOptions options, CancellationToken cancellationToken)
    {
        if (await SeekableIndexFile.FindAsync(data, options.Logger, cancellationToken).ConfigureAwait(false) is not { } index)
        {
            return null;
        }

        if (options.RefusalOf(data.Name, index.Length, data.Length) is { } refusal)
        {
            throw refusal;
        }

        SeekableGzipData plain = new(data, index);
        try
        {
            ArchiveStream stream = await plain.OpenRangeAsync(0, long.MaxValue, cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                return new TarArchiveFiles(plain, await TarScanner.ScanAsync(stream, data.Name, keepsPieces: false, cancellationToken).ConfigureAwait(false));
            }
        }
        catch (ArchiveException error)
        {
            options.Logger.LogWarning("{Archive} carries an index that leads nowhere, so all of it is read: {Why}", data.Name, error.Message);
            return null;
        }
    }

    private static async ValueTask<TarIndex> ScanAllAsync(GzipArchiveData data, CancellationToken cancellationToken)
    {
        ArchiveStream stream = await data.OpenRangeAsync(0, long.MaxValue, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            TarIndex index = await TarScanner.ScanAsync(stream, data.Name, keepsPieces: true, cancellationToken).ConfigureAwait(false);

            // What follows the tar must be sound as well: a cut-off download may lack nothing but its end.
            await stream.SkipAsync(long.MaxValue, cancellationToken).ConfigureAwait(false);
            return index;
        }
    }

    private static async ValueTask<ContentFormat> SniffAsync(ArchiveData data, CancellationToken cancellationToken)
    {
        byte[] head = new byte[HeadSize];
        ArchiveStream stream = await data.OpenRangeAsync(0, head.Length, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            int read = await stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
            return ContentFormats.Sniff(head.AsSpan(0, read));
        }
    }

    /// <summary>Opens a file, the parts of one, or what can be read only once.</summary>
    /// <exception cref="ArchiveException">There is no such file, or it may not be read.</exception>
    public static async ValueTask<FileArchiveData> OpenFileAsync(string path, ArchiveOptions options, CancellationToken cancellationToken)
    {
        try
        {
            if (path == StandardInput)
            {
                Stream input = Console.OpenStandardInput();
                await using (input.ConfigureAwait(false))
                {
                    return await SpoolAsync(input, "standard input", options, cancellationToken).ConfigureAwait(false);
                }
            }

            if (ArchiveParts.Find(path) is { } parts)
            {
                return FileArchiveData.OfParts(parts);
            }

            FileStream file = ArchiveParts.OpenFile(path);
            if (file.CanSeek)
            {
                return new FileArchiveData(file.SafeFileHandle, path, file);
            }

            await using (file.ConfigureAwait(false))
            {
                return await SpoolAsync(file, path, options, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ArchiveException("Archive.NotFound", ErrorKind.NotFound, $"opening {path} failed: there is no such file or folder", error)
            {
                Target = path,
            };
        }
        catch (UnauthorizedAccessException error)
        {
            throw new ArchiveException("Archive.AccessDenied", ErrorKind.PermissionDenied, $"opening {path} failed: {error.Message}", error) { Target = path };
        }
    }

    /// <summary>A pipe can be read only once, but an archive's table of contents may stand at its end.</summary>
    private static async ValueTask<FileArchiveData> SpoolAsync(Stream input, string name, ArchiveOptions options, CancellationToken cancellationToken)
    {
        string path = Path.Combine(options.TemporaryFolder ?? Path.GetTempPath(), "neutree-" + Path.GetRandomFileName());
        options.Logger.LogInformation("{Name} can be read only once; copying it to {Path} for this run", name, path);
        const int copyBuffer = 1024 * 1024;
        SafeFileHandle handle = File.OpenHandle(
            path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        try
        {
            byte[] buffer = new byte[copyBuffer];
            long length = 0;
            int read;
            while ((read = await input.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0)
            {
                await RandomAccess.WriteAsync(handle, buffer.AsMemory(0, read), length, cancellationToken).ConfigureAwait(false);
                length += read;
            }

            return new FileArchiveData(handle, name);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }
}
