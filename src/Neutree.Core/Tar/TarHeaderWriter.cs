using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Neutree.Core.Tar;

/// <summary>Writes tar headers of regular files (ustar, with PAX records for names and sizes that don't fit; POSIX.1-2001, pax).</summary>
internal static class TarHeaderWriter
{
    private const int MaxName = 100;
    private const long MaxOctalSize = 0x1_FFFF_FFFF; // eleven octal digits

    /// <summary>The header blocks in front of a file's content.</summary>
    public static byte[] Create(string name, long size, long unixSeconds)
    {
        if (Encoding.UTF8.GetByteCount(name) <= MaxName && size <= MaxOctalSize)
        {
            return CreateBlock(name, size, unixSeconds, (byte)'0');
        }

        byte[] records = Encoding.UTF8.GetBytes(Record("path", name) + Record("size", size.ToString(CultureInfo.InvariantCulture)));
        byte[] header = new byte[TarHeader.BlockSize + TarHeader.Padded(records.Length) + TarHeader.BlockSize];
        CreateBlock("PaxHeaders/" + Shorten(name), records.Length, unixSeconds, (byte)'x').CopyTo(header, 0);
        records.CopyTo(header, TarHeader.BlockSize);

        // The real size stands in the record; readers from before PAX see that it is large.
        CreateBlock(Shorten(name), size, unixSeconds, (byte)'0').CopyTo(header, header.Length - TarHeader.BlockSize);
        return header;
    }

    private static string Shorten(string name)
    {
        const int room = MaxName - 16;
        return name.Length <= room ? name : name[..room];
    }

    private static byte[] CreateBlock(string name, long size, long unixSeconds, byte type)
    {
        byte[] block = new byte[TarHeader.BlockSize];
        Encoding.UTF8.GetBytes(name).CopyTo(block, 0);
        WriteOctal(block.AsSpan(100, 8), 0b110_100_100);
        WriteOctal(block.AsSpan(108, 8), 0);
        WriteOctal(block.AsSpan(116, 8), 0);
        if (size <= MaxOctalSize)
        {
            WriteOctal(block.AsSpan(124, 12), size);
        }
        else
        {
            block[124] = 0x80;
            BinaryPrimitives.WriteInt64BigEndian(block.AsSpan(128, 8), size);
        }

        WriteOctal(block.AsSpan(136, 12), unixSeconds);
        block[156] = type;
        "ustar\u000000"u8.CopyTo(block.AsSpan(257));
        block.AsSpan(148, 8).Fill((byte)' ');
        long sum = 0;
        foreach (byte value in block)
        {
            sum += value;
        }

        WriteOctal(block.AsSpan(148, 7), sum);
        return block;
    }

    private static void WriteOctal(Span<byte> field, long value)
    {
        string digits = Convert.ToString(value, 8).PadLeft(field.Length - 1, '0');
        Encoding.ASCII.GetBytes(digits, field);
        field[^1] = 0;
    }

    /// <summary>A record's length counts its own digits.</summary>
    private static string Record(string key, string value)
    {
        int rest = 3 + key.Length + Encoding.UTF8.GetByteCount(value);
        int length = rest + 1;
        while (length != rest + length.ToString(CultureInfo.InvariantCulture).Length)
        {
            length = rest + length.ToString(CultureInfo.InvariantCulture).Length;
        }

        // " ", "=" and the line end are the three.
        return string.Create(CultureInfo.InvariantCulture, $"{length} {key}={value}\n");
    }
}
