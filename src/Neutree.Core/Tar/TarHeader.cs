using System.Buffers.Binary;
using System.Text;

namespace Neutree.Core.Tar;

/// <summary>One 512-byte tar header: v7, ustar (POSIX.1-1988) or GNU.</summary>
internal readonly struct TarHeader
{
    public const int BlockSize = 512;

    private TarHeader(string name, string linkName, long size, byte type, long modified)
    {
        Name = name;
        LinkName = linkName;
        Size = size;
        Type = type;
        UnixSeconds = modified;
    }

    public string Name { get; }

    public string LinkName { get; }

    public long Size { get; }

    public byte Type { get; }

    /// <summary>When the entry was last changed; 0 where the field is malformed.</summary>
    public long UnixSeconds { get; }

    /// <summary>The bytes a size takes up, padding included.</summary>
    public static long Padded(long size) => (size + BlockSize - 1) / BlockSize * BlockSize;

    /// <summary>Whether the block's checksum is right, which is the only thing that tells a tar from anything else.</summary>
    public static bool HasValidChecksum(ReadOnlySpan<byte> block)
    {
        if (block.Length < BlockSize || !TryReadOctal(block.Slice(148, 8), out long expected))
        {
            return false;
        }

        long unsigned = 0;
        long signed = 0;
        for (int i = 0; i < BlockSize; i++)
        {
            byte value = i is >= 148 and < 156 ? (byte)' ' : block[i];
            unsigned += value;
            signed += (sbyte)value;
        }

        // Some old tars summed up signed characters.
        return expected == unsigned || expected == signed;
    }

    /// <returns>False where checksum or size is malformed.</returns>
    public static bool TryParse(ReadOnlySpan<byte> block, out TarHeader header)
    {
        header = default;
        if (!HasValidChecksum(block) || !TryReadNumber(block.Slice(124, 12), out long size))
        {
            return false;
        }

        string name = ReadText(block[..100]);
        bool isUstar = block.Slice(257, 6).SequenceEqual("ustar\0"u8);
        string prefix = isUstar ? ReadText(block.Slice(345, 155)) : "";
        long modified = TryReadNumber(block.Slice(136, 12), out long seconds) ? seconds : 0;
        header = new TarHeader(prefix.Length > 0 ? prefix + "/" + name : name, ReadText(block.Slice(157, 100)), size, block[156], modified);
        return true;
    }

    public static string ReadText(ReadOnlySpan<byte> field)
    {
        int end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> field, out long value)
    {
        if ((field[0] & 0x80) == 0)
        {
            return TryReadOctal(field, out value);
        }

        // GNU base-256: the top bit is a mark, the next one the sign; 8 bytes are all a length can have.
        value = 0;
        if (field[0] != 0x80 || field[1..^8].ContainsAnyExcept((byte)0))
        {
            return false;
        }

        value = BinaryPrimitives.ReadInt64BigEndian(field[^8..]);
        return value >= 0;
    }

    private static bool TryReadOctal(ReadOnlySpan<byte> field, out long value)
    {
        value = 0;
        int i = 0;
        while (i < field.Length && field[i] is (byte)' ')
        {
            i++;
        }

        for (; i < field.Length && field[i] is not ((byte)' ' or 0); i++)
        {
            if (field[i] is < (byte)'0' or > (byte)'7')
            {
                return false;
            }

            value = (value << 3) + (field[i] - '0');
        }

        return !field[i..].ContainsAnyExcept((byte)' ', (byte)0);
    }
}
