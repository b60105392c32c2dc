using System.Buffers.Binary;

namespace Neutree.Core.Oci.Archives;

/// <summary>The CRC-32 of gzip (RFC 1952, section 8), eight bytes at a step.</summary>
internal static class Crc32
{
    private static readonly uint[] Table = CreateTable();

    /// <param name="crc">0 for the first call, then what the former call returned.</param>
    /// <param name="data">The bytes that follow.</param>
    public static uint Append(uint crc, ReadOnlySpan<byte> data)
    {
        ReadOnlySpan<uint> table = Table;
        uint value = ~crc;
        while (data.Length >= 8)
        {
            uint low = BinaryPrimitives.ReadUInt32LittleEndian(data) ^ value;
            uint high = BinaryPrimitives.ReadUInt32LittleEndian(data[4..]);
            value = table[(int)(0x700 + (low & 0xFF))]
                ^ table[(int)(0x600 + ((low >> 8) & 0xFF))]
                ^ table[(int)(0x500 + ((low >> 16) & 0xFF))]
                ^ table[(int)(0x400 + (low >> 24))]
                ^ table[(int)(0x300 + (high & 0xFF))]
                ^ table[(int)(0x200 + ((high >> 8) & 0xFF))]
                ^ table[(int)(0x100 + ((high >> 16) & 0xFF))]
                ^ table[(int)(high >> 24)];
            data = data[8..];
        }

        foreach (byte b in data)
        {
            value = table[(int)((value ^ b) & 0xFF)] ^ (value >> 8);
        }

        return ~value;
    }

    private static uint[] CreateTable()
    {
        const uint polynomial = 0xEDB88320;
        uint[] table = new uint[8 * 256];
        for (uint i = 0; i < 256; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) != 0 ? (value >> 1) ^ polynomial : value >> 1;
            }

            table[i] = value;
        }

        for (int slice = 1; slice < 8; slice++)
        {
            for (int i = 0; i < 256; i++)
            {
                uint previous = table[((slice - 1) * 256) + i];
                table[(slice * 256) + i] = table[previous & 0xFF] ^ (previous >> 8);
            }
        }

        return table;
    }
}
