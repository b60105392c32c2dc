using Microsoft.Win32.SafeHandles;

namespace Neutree.Core.Oci.Serving;

/// <summary>
/// The <c>index.json</c> of a folder that several processes share: read again when another one replaced it, replaced by renaming, changed
/// under the folder's lock.
/// </summary>
internal sealed class FolderIndexFile(string folder) : IDisposable
{
    // File times advance in ticks of the kernel; a file younger than this when it was read may have been replaced without showing it.
    private static readonly TimeSpan RacyAge = TimeSpan.FromMilliseconds(100);
    private readonly string _path = Path.Combine(folder, "index.json");
    private readonly string _lockPath = Path.Combine(folder, ".lock");
    private readonly SemaphoreSlim _writers = new(1);
    private volatile Snapshot? _snapshot;

    /// <summary>The index as it is now.</summary>
    /// <exception cref="ServingException">The file can't be read or is no index.</exception>
    public async Task<FolderIndex> ReadAsync(CancellationToken cancellationToken)
    {
        FileInfo file = new(_path);
        if (_snapshot is { IsTrusted: true } snapshot && file.Exists && snapshot.Modified == file.LastWriteTimeUtc && snapshot.Length == file.Length)
        {
            return snapshot.Index;
        }

        try
        {
            using SafeFileHandle handle = File.OpenHandle(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.Asynchronous);
            DateTime readAt = DateTime.UtcNow;
            DateTime modified = File.GetLastWriteTimeUtc(handle);
            byte[] content = new byte[RandomAccess.GetLength(handle)];
            int count = await RandomAccess.ReadAsync(handle, content, 0, cancellationToken).ConfigureAwait(false);
            FolderIndex index = FolderIndex.Parse(content.AsMemory(0, count));
            _snapshot = new Snapshot(index, modified, content.Length, readAt - modified > RacyAge);
            return index;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or OciFormatException)
        {
            throw new ServingException("Serving.InvalidLayout", ErrorKind.InvalidData, $"{_path} could not be read as the index of an OCI layout: {error.Message}", error)
            {
                Target = _path,
                Recommendation = "Restore index.json, or use another folder.",
            };
        }
    }

    /// <summary>Replaces the index by what <paramref name="change"/> makes of the current one; nothing is written where it returns the same.</summary>
    /// <param name="change">Called with the lock held.</param>
    /// <param name="afterwards">Called with the lock held and the new index in place, or null.</param>
    /// <param name="cancellationToken">Ends the wait for the lock.</param>
    public async Task ChangeAsync(Func<FolderIndex, Task<FolderIndex>> change, Func<FolderIndex, Task>? afterwards, CancellationToken cancellationToken)
    {
        await _writers.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            using IDisposable held = await FolderLock.AcquireAsync(_lockPath, cancellationToken).ConfigureAwait(false);
            FolderIndex current = await ReadAsync(cancellationToken).ConfigureAwait(false);
            FolderIndex changed = await change(current).ConfigureAwait(false);
            if (!ReferenceEquals(current, changed))
            {
                await ReplaceAsync(changed.ToBytes(), cancellationToken).ConfigureAwait(false);
            }

            if (afterwards is not null)
            {
                await afterwards(changed).ConfigureAwait(false);
            }
        }
        finally
        {
            _writers.Release();
        }
    }

    /// <summary>Writes an empty index where there is none yet.</summary>
    public async Task CreateAsync(CancellationToken cancellationToken)
    {
        using IDisposable held = await FolderLock.AcquireAsync(_lockPath, cancellationToken).ConfigureAwait(false);
        if (!File.Exists(_path))
        {
            await ReplaceAsync(FolderIndex.Empty.ToBytes(), cancellationToken).ConfigureAwait(false);
        }
    }

    public void Dispose() => _writers.Dispose();

    private async Task ReplaceAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        string aside = _path + ".new";
        using (SafeFileHandle handle = File.OpenHandle(aside, FileMode.Create, FileAccess.Write, FileShare.None, FileOptions.Asynchronous))
        {
            await RandomAccess.WriteAsync(handle, content, 0, cancellationToken).ConfigureAwait(false);
            RandomAccess.FlushToDisk(handle);
        }

        File.Move(aside, _path, overwrite: true);
        _snapshot = null;
    }

    private sealed record Snapshot(FolderIndex Index, DateTime Modified, long Length, bool IsTrusted);
}
