using Microsoft.Extensions.Logging;
using Neutree.Core.Compression.Seekable;
using Neutree.Core.Tar;

namespace Neutree.Core.Oci.Archives;

/// <summary>
/// The index that a seekable gzip of a tar carries with it: the tar's last entry, in a stored member of its own that the end of the file points at.
/// </summary>
internal static class SeekableIndexFile
{
    public const string EntryName = ".neutree/index";

    /// <summary>The index, or null where the file has none or one that can't be right: then it is a gzip like any other.</summary>
    public static async ValueTask<SeekableGzipIndex?> FindAsync(FileArchiveData file, ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            return await ReadAsync(file, cancellationToken).ConfigureAwait(false);
        }
        catch (FormatException error)
        {
            logger.LogWarning("{Archive} ends with an index that can't be used, so all of it is read: {Why}", file.Name, error.Message);
            return null;
        }
    }

    /// <summary>The index; null where the file doesn't end with what points at one.</summary>
    /// <exception cref="FormatException">It points at something else, or the index is malformed.</exception>
    /// <exception cref="ArchiveException">Parts are missing at the end.</exception>
    public static async ValueTask<SeekableGzipIndex?> ReadAsync(FileArchiveData file, CancellationToken cancellationToken)
    {
        byte[] end = new byte[SeekableGzipEnd.Size];
        if (file.Length < end.Length
            || await file.ReadAsync(end, file.Length - end.Length, cancellationToken).ConfigureAwait(false) < end.Length
            || !SeekableGzipEnd.TryRead(end, out long offset))
        {
            // Only the last part of a file that was split is shorter than the others.
            return file.Parts is not { } parts || file.PartCount == 1 || file.LengthOfPart(0) != file.LengthOfPart(file.PartCount - 1)
                ? null
                : throw parts.MissingEnd(file.PartCount, "the last one at hand is as long as the others and doesn't end the package");
        }

        long size = file.Length - SeekableGzipEnd.Size - offset;
        if (size is < 0 or > SeekableGzipIndex.MaxSize)
        {
            throw new FormatException("the end points at no index");
        }

        byte[] member = new byte[size];
        if (await file.ReadAsync(member, offset, cancellationToken).ConfigureAwait(false) < member.Length
            || GzipMemberFormat.ReadStored(member) is not { } plain)
        {
            throw new FormatException("the end points at no stored member");
        }

        return SeekableGzipIndex.Parse(FindJson(plain), offset);
    }

    private static ReadOnlyMemory<byte> FindJson(byte[] plain)
    {
        int position = 0;
        while (plain.Length - position >= TarHeader.BlockSize && TarHeader.TryParse(plain.AsSpan(position, TarHeader.BlockSize), out TarHeader header))
        {
            position += TarHeader.BlockSize;
            if (header.Size < 0 || header.Size > plain.Length - position)
            {
                break;
            }

            if (header.Name == EntryName)
            {
                return plain.AsMemory(position, (int)header.Size);
            }

            position += (int)TarHeader.Padded(header.Size);
        }

        throw new FormatException("the end points at no index");
    }
}
