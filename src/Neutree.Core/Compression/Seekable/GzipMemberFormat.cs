using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace Neutree.Core.Compression.Seekable;

/// <summary>
/// The two shapes of gzip members (RFC 1952) in a seekable gzip. Both begin with the same ten bytes: no name, no time, operating system
/// unknown. A stored member holds stored deflate blocks (RFC 1951, 3.2.4) of 65535 bytes, the last one shorter: where each of its plain bytes
/// lies can be reckoned. A deflated member holds whatever the compressor made.
/// </summary>
internal static class GzipMemberFormat
{
    public const int HeaderSize = 10;
    public const int TrailerSize = 8;
    public const int StoredBlockHeaderSize = 5;
    public const int MaxStoredBlock = 65535;

    /// <summary>What every member begins with.</summary>
    public static ReadOnlySpan<byte> Header => [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF];

    /// <summary>The length of the stored member for that many plain bytes.</summary>
    public static long StoredSize(long plain) => HeaderSize + (StoredBlocks(plain) * StoredBlockHeaderSize) + plain + TrailerSize;

    /// <summary>Where the plain byte at <paramref name="position"/> lies in its stored member.</summary>
    public static long StoredOffset(long position) => HeaderSize + (((position / MaxStoredBlock) + 1) * StoredBlockHeaderSize) + position;

    public static long StoredBlocks(long plain) => Math.Max(1, (plain + MaxStoredBlock - 1) / MaxStoredBlock);

    /// <summary>Writes the five bytes in front of a stored block.</summary>
    public static void WriteStoredBlockHeader(Span<byte> header, int length, bool isLast)
    {
        header[0] = isLast ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteUInt16LittleEndian(header[1..], (ushort)length);
        BinaryPrimitives.WriteUInt16LittleEndian(header[3..], (ushort)~length);
    }

    /// <summary>Writes CRC and length, which end a member.</summary>
    public static void WriteTrailer(Span<byte> trailer, uint crc, long plain)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(trailer, crc);
        BinaryPrimitives.WriteUInt32LittleEndian(trailer[4..], (uint)plain);
    }

    /// <summary>Writes the stored member for <paramref name="plain"/> and returns its length.</summary>
    public static int WriteStored(ReadOnlySpan<byte> plain, Span<byte> member)
    {
        Header.CopyTo(member);
        int written = HeaderSize;
        ReadOnlySpan<byte> rest = plain;
        do
        {
            int length = Math.Min(rest.Length, MaxStoredBlock);
            WriteStoredBlockHeader(member[written..], length, length == rest.Length);
            written += StoredBlockHeaderSize;
            rest[..length].CopyTo(member[written..]);
            written += length;
            rest = rest[length..];
        }
        while (rest.Length > 0);

        WriteTrailer(member[written..], Crc32.HashToUInt32(plain), plain.Length);
        return written + TrailerSize;
    }

    /// <summary>The plain bytes of a stored member; null where a single bit of it isn't as <see cref="WriteStored"/> writes it.</summary>
    public static byte[]? ReadStored(ReadOnlySpan<byte> member)
    {
        int framing = HeaderSize + StoredBlockHeaderSize + TrailerSize;
        if (member.Length < framing)
        {
            return null;
        }

        long plain = BinaryPrimitives.ReadUInt32LittleEndian(member[^4..]);
        if (StoredSize(plain) != member.Length)
        {
            return null;
        }

        byte[] content = new byte[plain];
        for (int position = 0; position < content.Length; position += MaxStoredBlock)
        {
            int length = Math.Min(MaxStoredBlock, content.Length - position);
            member.Slice((int)StoredOffset(position), length).CopyTo(content.AsSpan(position));
        }

        byte[] expected = new byte[member.Length];
        WriteStored(content, expected);
        return member.SequenceEqual(expected) ? content : null;
    }

    /// <summary>Writes a deflated member and returns its length.</summary>
    public static int WriteDeflated(ReadOnlySpan<byte> plain, byte[] member)
    {
        Header.CopyTo(member);
        using MemoryStream output = new(member);
        output.Position = HeaderSize;
        using (DeflateStream deflate = new(output, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(plain);
        }

        int written = (int)output.Position;
        WriteTrailer(member.AsSpan(written), Crc32.HashToUInt32(plain), plain.Length);
        return written + TrailerSize;
    }
}
