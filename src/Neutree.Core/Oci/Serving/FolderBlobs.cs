namespace Neutree.Core.Oci.Serving;

/// <summary>The <c>blobs</c> of the folder; every repository sees all of them. A file has its final name only when it is whole.</summary>
internal sealed class FolderBlobs(string folder)
{
    /// <summary>Bytes of the blob, or null where it isn't there.</summary>
    public long? FindSize(Digest digest)
    {
        FileInfo file = new(PathOf(digest));
        return file.Exists ? file.Length : null;
    }

    /// <summary>Opens a blob at an offset, or returns null where it isn't there. Unbuffered: the caller reads in large pieces.</summary>
    public Stream? TryOpen(Digest digest, long offset)
    {
        try
        {
            FileStream stream = new(PathOf(digest), FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous);
            stream.Position = offset;
            return stream;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Reads a small blob whole, or returns null where it isn't there or is larger than <paramref name="maxSize"/>.</summary>
    public async Task<byte[]?> TryReadAsync(Digest digest, int maxSize, CancellationToken cancellationToken)
    {
        Stream? stream = TryOpen(digest, 0);
        if (stream is null)
        {
            return null;
        }

        await using (stream.ConfigureAwait(false))
        {
            if (stream.Length > maxSize)
            {
                return null;
            }

            byte[] content = new byte[stream.Length];
            await stream.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
            return content;
        }
    }

    /// <summary>Gives a complete, verified file its place; another one of the same digest may be there already.</summary>
    public void Commit(string path, Digest digest)
    {
        string target = PathOf(digest);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Move(path, target, overwrite: true);
    }

    /// <summary>All blobs, in the order of their digests; other files that lie among them are nobody's.</summary>
    public IEnumerable<(Digest Digest, long Size)> List()
    {
        DirectoryInfo blobs = new(Path.Combine(folder, "blobs"));
        foreach (DirectoryInfo algorithm in blobs.Exists ? blobs.EnumerateDirectories() : [])
        {
            foreach (FileInfo file in algorithm.EnumerateFiles().OrderBy(static file => file.Name, StringComparer.Ordinal))
            {
                if (Digest.TryParse($"{algorithm.Name}:{file.Name}", out Digest digest))
                {
                    yield return (digest, file.Length);
                }
            }
        }
    }

    /// <summary>Whether the blob was written before a time; false where it isn't there.</summary>
    public bool IsOlder(Digest digest, DateTimeOffset time) => new FileInfo(PathOf(digest)) is { Exists: true } file && file.LastWriteTimeUtc < time.UtcDateTime;

    public bool Delete(Digest digest)
    {
        string path = PathOf(digest);
        bool exists = File.Exists(path);
        File.Delete(path);
        return exists;
    }

    // A digest is an algorithm of two and lower-case hexadecimal digits: nothing a path could be led astray with.
    private string PathOf(Digest digest) => Path.Combine(folder, "blobs", digest.Algorithm, digest.Hex);
}
