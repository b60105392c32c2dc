using System.Buffers;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace Neutree.Core.Oci.Archives;

/// <summary>
/// Writes images into one plain tar that <c>docker load</c> and readers of OCI layouts take. Repositories are full names with their
/// registry, such as <c>docker.io/library/postgres</c>: they become the images' names in the archive. Blobs are kept once, whichever
/// repository they were written for. The file has <c>.partial</c> behind its name until <see cref="CompleteAsync"/>; one that isn't
/// completed is deleted.
/// </summary>
public sealed class ImageArchiveWriter : IImageTarget
{
    private const int CopyBuffer = 1024 * 1024;
    private readonly string _path;
    private readonly string _partialPath;
    private readonly SafeFileHandle _handle;
    private readonly TarFileWriter _tar;
    private readonly ConcurrentDictionary<Digest, TarFileWriter.Region> _blobs = new();
    private readonly ConcurrentDictionary<Digest, ManifestContent> _manifests = new();
    private readonly ConcurrentDictionary<(string Repository, string Tag), Digest> _tags = new();
    private bool _completed;

    private ImageArchiveWriter(string path, SafeFileHandle handle, long unixSeconds)
    {
        _path = path;
        _partialPath = path + ".partial";
        _handle = handle;
        _tar = new TarFileWriter(handle, unixSeconds);
    }

    public string Name => _path;

    public bool AcceptsUnknownLength => false;

    /// <param name="path">The archive; an existing one is replaced once the new one is complete.</param>
    /// <param name="timestamp">Time of the entries; null: <c>SOURCE_DATE_EPOCH</c>, else 1970.</param>
    /// <exception cref="ArchiveException">The file can't be made.</exception>
    public static ImageArchiveWriter Create(string path, DateTimeOffset? timestamp = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        string? epoch = Environment.GetEnvironmentVariable("SOURCE_DATE_EPOCH");
        long seconds = timestamp?.ToUnixTimeSeconds()
            ?? (long.TryParse(epoch, NumberStyles.None, CultureInfo.InvariantCulture, out long parsed) ? parsed : 0);
        try
        {
            SafeFileHandle handle = File.OpenHandle(
                path + ".partial", FileMode.Create, FileAccess.ReadWrite, FileShare.None, FileOptions.Asynchronous);
            return new ImageArchiveWriter(path, handle, Math.Max(0, seconds));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CantWrite(path, error);
        }
    }

    public Task<bool> HasBlobAsync(string repository, Digest digest, CancellationToken cancellationToken) => Task.FromResult(_blobs.ContainsKey(digest));

    public Task<bool> TryMountBlobAsync(string repository, Digest digest, string? fromRepository, CancellationToken cancellationToken) =>
        Task.FromResult(_blobs.ContainsKey(digest));

    /// <exception cref="ArchiveException">Length unknown, or the content isn't what was promised, or the disk is full.</exception>
    public async Task<(Digest Digest, long Size)> WriteBlobAsync(
        string repository, BlobContent content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        long length = content.Length
            ?? throw new ArchiveException("Archive.LengthUnknown", ErrorKind.InvalidArgument, $"writing {content.Name} to {_path} failed: its length isn't known")
            {
                Target = _path,
            };
        if (content.Digest is { } expected && _blobs.ContainsKey(expected))
        {
            progress?.Report(length);
            return (expected, length);
        }

        // All digests of one algorithm have the same length, so the header's length is known before the digest is.
        TarFileWriter.Region region = _tar.Reserve(ArchiveDocuments.BlobName(content.Digest ?? Digest.OfEmptyJson), length);
        bool kept = false;
        try
        {
            Digest digest = await CopyAsync(content, region, progress, cancellationToken).ConfigureAwait(false);
            await _tar.WriteHeaderAsync(region, ArchiveDocuments.BlobName(digest), cancellationToken).ConfigureAwait(false);
            kept = _blobs.TryAdd(digest, region);
            return (digest, length);
        }
        catch (IOException error)
        {
            throw CantWrite(_path, error);
        }
        finally
        {
            if (kept)
            {
                _tar.Keep(region);
            }
            else
            {
                _tar.Release(region);
            }
        }
    }

    public Task<ManifestContent?> FindManifestAsync(string repository, string tagOrDigest, CancellationToken cancellationToken)
    {
        bool known = Digest.TryParse(tagOrDigest, out Digest digest) || _tags.TryGetValue((repository, tagOrDigest), out digest);
        return Task.FromResult(known && _manifests.TryGetValue(digest, out ManifestContent? manifest) ? manifest : null);
    }

    public async Task<ReadOnlyMemory<byte>?> FindSmallBlobAsync(string repository, Descriptor descriptor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        if (!_blobs.TryGetValue(descriptor.Digest, out TarFileWriter.Region? region) || region.Size > ManifestContent.MaxSize)
        {
            return null;
        }

        byte[] bytes = new byte[region.Size];
        for (int done = 0; done < bytes.Length;)
        {
            int read = await RandomAccess.ReadAsync(_handle, bytes.AsMemory(done), region.ContentOffset + done, cancellationToken).ConfigureAwait(false);
            if (read == 0)
            {
                throw CantWrite(_path, new EndOfStreamException("the file became shorter while it was written"));
            }

            done += read;
        }

        return bytes;
    }

    /// <exception cref="OciFormatException">It is given under a digest that isn't its own.</exception>
    public Task WriteManifestAsync(string repository, string tagOrDigest, ManifestContent manifest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        Digest digest = manifest.Digest;
        if (Digest.TryParse(tagOrDigest, out Digest asked))
        {
            digest = asked.ComputeSame(manifest.Content.Span);
            if (digest != asked)
            {
                throw new OciFormatException("Oci.DigestMismatch", $"the manifest given as {asked} has the digest {digest}") { Target = asked.ToString() };
            }
        }
        else
        {
            _tags[(repository, tagOrDigest)] = digest;
        }

        _manifests[digest] = manifest with { Digest = digest };
        return Task.CompletedTask;
    }

    /// <exception cref="ArchiveException">The disk is full, or the final name can't be taken.</exception>
    public async Task CompleteAsync(CancellationToken cancellationToken)
    {
        ArchiveDocuments documents = new(_manifests, FrozenSet<Digest>.Empty);
        try
        {
            foreach ((Digest digest, ManifestContent manifest) in _manifests.OrderBy(pair => pair.Key.ToString(), StringComparer.Ordinal))
            {
                if (!_blobs.ContainsKey(digest))
                {
                    _blobs[digest] = await _tar.WriteAsync(ArchiveDocuments.BlobName(digest), manifest.Content, cancellationToken).ConfigureAwait(false);
                }
            }

            await _tar.WriteAsync("index.json", documents.CreateIndex(_tags), cancellationToken).ConfigureAwait(false);
            await _tar.WriteAsync("manifest.json", documents.CreateDockerList(_tags), cancellationToken).ConfigureAwait(false);
            await _tar.WriteAsync("oci-layout", "{\"imageLayoutVersion\":\"1.0.0\"}"u8.ToArray(), cancellationToken).ConfigureAwait(false);
            await _tar.FinishAsync(cancellationToken).ConfigureAwait(false);
            _handle.Dispose();
            File.Move(_partialPath, _path, overwrite: true);
            _completed = true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CantWrite(_path, error);
        }
    }

    public ValueTask DisposeAsync()
    {
        _handle.Dispose();
        if (!_completed)
        {
            File.Delete(_partialPath);
        }

        return ValueTask.CompletedTask;
    }

    private async Task<Digest> CopyAsync(BlobContent content, TarFileWriter.Region region, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(CopyBuffer);
        try
        {
            BlobStream stream = await content.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (stream.ConfigureAwait(false))
            {
                long written = 0;
                int read;
                while ((read = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false)) > 0)
                {
                    if (written + read > region.Size)
                    {
                        throw NotAsPromised(content, $"it has more than the {region.Size} bytes announced");
                    }

                    await RandomAccess.WriteAsync(_handle, buffer.AsMemory(0, read), region.ContentOffset + written, cancellationToken).ConfigureAwait(false);
                    written += read;
                    progress?.Report(written);
                }

                Digest digest = stream.CompletedDigest;
                return written != region.Size ? throw NotAsPromised(content, $"it has {written} of {region.Size} bytes")
                    : content.Digest is { } expected && expected != digest ? throw NotAsPromised(content, $"its digest is {digest}")
                    : digest;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private ArchiveException NotAsPromised(BlobContent content, string why) =>
        new("Archive.BlobMismatch", ErrorKind.InvalidData, $"writing {content.Name} to {_path} failed: {why}") { Target = _path };

    private static ArchiveException CantWrite(string path, Exception error) =>
        new("Archive.WriteFailed", ErrorKind.WriteFailed, $"writing {path} failed: {(error is DirectoryNotFoundException ? "its folder doesn't exist" : error.Message)}", error)
        {
            Target = path,
            Recommendation = "Check that the folder exists, may be written to and has room.",
        };
}
