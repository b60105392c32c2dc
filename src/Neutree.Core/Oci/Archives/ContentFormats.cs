namespace Neutree.Core.Oci.Archives;

/// <summary>Tells formats by their first bytes, never by a file's name.</summary>
internal static class ContentFormats
{
    public static ContentFormat Sniff(ReadOnlySpan<byte> head) =>
        head.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) ? ContentFormat.Gzip
        : head.StartsWith((ReadOnlySpan<byte>)[0x28, 0xB5, 0x2F, 0xFD]) ? ContentFormat.Zstd
        : head.Length >= 4 && (head[0] & 0xF0) == 0x50 && head[1..4].SequenceEqual((ReadOnlySpan<byte>)[0x2A, 0x4D, 0x18]) ? ContentFormat.Zstd
        : head.StartsWith((ReadOnlySpan<byte>)[0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0]) ? ContentFormat.Xz
        : head.StartsWith("BZh"u8) ? ContentFormat.Bzip2
        : head.StartsWith("PK\u0003\u0004"u8) ? ContentFormat.Zip
        : ContentFormat.Other;

    public static BlobCompression ToBlobCompression(ContentFormat format) => format switch
    {
        ContentFormat.Gzip => BlobCompression.Gzip,
        ContentFormat.Zstd => BlobCompression.Zstd,
        _ => BlobCompression.None,
    };

    /// <summary>The refusal of an archive that is compressed in a way nothing here can undo; null where it isn't.</summary>
    public static ArchiveException? RefusalOf(ContentFormat format, string archive)
    {
        (string Name, string Command)? known = format switch
        {
            ContentFormat.Zstd => ("zstd", "zstd -d"),
            ContentFormat.Xz => ("xz", "xz -d"),
            ContentFormat.Bzip2 => ("bzip2", "bzip2 -d"),
            ContentFormat.Zip => ("zip", "unzip"),
            _ => null,
        };
        return known is not { } compression
            ? null
            : new ArchiveException(
                "Archive.UnsupportedCompression",
                ErrorKind.NotSupported,
                $"reading {archive} failed: it is compressed with {compression.Name}; only plain and gzip'ed archives can be read")
            {
                Target = archive,
                Recommendation = $"Unpack it first: {compression.Command} {Path.GetFileName(archive)}",
            };
    }
}
