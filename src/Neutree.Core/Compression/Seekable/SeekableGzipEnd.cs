using System.Buffers.Binary;

namespace Neutree.Core.Compression.Seekable;

/// <summary>
/// The empty gzip member that ends a seekable gzip. Every gzip reader passes over it; its extra field (RFC 1952, 2.3.1.1) with the mark
/// <c>Nx</c> tells where the member with the index starts. Its 37 bytes are the same in every file but for that number.
/// </summary>
internal static class SeekableGzipEnd
{
    public const int Size = 37;
    private const int OffsetPlace = 16;

    private static ReadOnlySpan<byte> Form =>
    [
        0x1F, 0x8B, 8, 4, 0, 0, 0, 0, 0, 0xFF, // header with an extra field
        12, 0, (byte)'N', (byte)'x', 8, 0, // the field's length, mark and content's length
        0, 0, 0, 0, 0, 0, 0, 0, // offset of the index's member, little-endian
        1, 0, 0, 0xFF, 0xFF, // an empty stored block
        0, 0, 0, 0, 0, 0, 0, 0, // CRC and length of nothing
    ];

    public static byte[] Create(long indexOffset)
    {
        byte[] end = Form.ToArray();
        BinaryPrimitives.WriteInt64LittleEndian(end.AsSpan(OffsetPlace), indexOffset);
        return end;
    }

    /// <returns>False where the bytes are not such an end.</returns>
    public static bool TryRead(ReadOnlySpan<byte> end, out long indexOffset)
    {
        indexOffset = end.Length == Size ? BinaryPrimitives.ReadInt64LittleEndian(end[OffsetPlace..]) : -1;
        return indexOffset >= 0 && end.SequenceEqual(Create(indexOffset));
    }
}
