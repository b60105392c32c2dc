using Neutree.Core.Compression.Seekable;
using Neutree.Core.Tar;

namespace Neutree.Core.Packages.Writing;

/// <summary>What follows a package's files: their sums, the signature over these, the index, the end.</summary>
internal static class PackageTail
{
    public static async Task WriteAsync(
        SeekableGzipWriter gzip, PackageEntryWriter entries, byte[]? signature, long unixSeconds, CancellationToken cancellationToken)
    {
        await entries.WriteAsync(PackageNames.Checksums, entries.Sums, cancellationToken).ConfigureAwait(false);
        await FinishAsync(gzip, entries, signature, unixSeconds, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes what follows the sums.</summary>
    public static async Task FinishAsync(
        SeekableGzipWriter gzip, PackageEntryWriter entries, byte[]? signature, long unixSeconds, CancellationToken cancellationToken)
    {
        if (signature is not null)
        {
            await entries.WriteAsync(PackageNames.Signature, signature, cancellationToken).ConfigureAwait(false);
        }

        SeekableGzipIndex index = await gzip.FlushAsync(cancellationToken).ConfigureAwait(false);
        await gzip.FinishAsync(CreateIndexMember(index, unixSeconds), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The plain bytes of the last member but one: the index as a tar entry, and the end of the tar.</summary>
    public static byte[] CreateIndexMember(SeekableGzipIndex index, long unixSeconds)
    {
        ReadOnlyMemory<byte> json = index.ToJson();
        byte[] header = TarHeaderWriter.Create(PackageNames.Index, json.Length, unixSeconds);
        byte[] member = new byte[header.Length + TarHeader.Padded(json.Length) + PackageEntryWriter.TarEnd.Length];
        header.CopyTo(member, 0);
        json.CopyTo(member.AsMemory(header.Length));
        return member;
    }
}
