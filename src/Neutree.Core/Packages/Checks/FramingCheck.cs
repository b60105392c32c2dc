using Neutree.Core.Compression.Seekable;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages.Writing;

namespace Neutree.Core.Packages.Checks;

/// <summary>The pass through a package of this project that looks at every bit of it.</summary>
internal static class FramingCheck
{
    public static async Task<PackageSums> RunAsync(
        FileArchiveData file, SeekableGzipIndex index, FileSums sums, FindingSink sink, Action<long> onRead, CancellationToken cancellationToken)
    {
        FramingReader plain = new(file, index, sums, sink, onRead);
        await using (plain.ConfigureAwait(false))
        {
            CanonicalTar tar = new(plain, sink);
            await tar.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (tar.IsComplete)
            {
                await CheckEndAsync(file, index, tar.UnixSeconds ?? 0, sink, cancellationToken).ConfigureAwait(false);
            }

            return new PackageSums(tar.Entries, tar.Documents, tar.Archives, tar.IsComplete);
        }
    }

    /// <summary>The member with the index, written anew, must be what is there; the end behind it is known to be right.</summary>
    private static async Task CheckEndAsync(FileArchiveData file, SeekableGzipIndex index, long unixSeconds, FindingSink sink, CancellationToken cancellationToken)
    {
        byte[] plain = PackageTail.CreateIndexMember(index, unixSeconds);
        byte[] expected = new byte[GzipMemberFormat.StoredSize(plain.Length)];
        GzipMemberFormat.WriteStored(plain, expected);
        byte[] actual = new byte[file.Length - index.End - SeekableGzipEnd.Size];
        await file.ReadAsync(actual, index.End, cancellationToken).ConfigureAwait(false);
        if (!actual.AsSpan().SequenceEqual(expected))
        {
            sink.Error("Package.IndexDamaged", SeekableIndexFile.EntryName, "the package's index isn't as it was written");
        }
    }
}
