using System.IO.Compression;

namespace Neutree.Core.Compression;

/// <summary>
/// Compresses one block into one gzip member (RFC 1952). The bytes depend on the block and the runtime only, so a second pass over the
/// same data gives the same stream.
/// </summary>
internal static class GzipBlock
{
    private const int SampleSize = 8 * 1024;
    private const int SampleCount = 4;

    // A block whose samples shrink by less than this is stored: deflating weights or already packed files costs time and saves nothing.
    private const double WorthwhileRatio = 0.97;

    /// <summary>Writes the member for <paramref name="plain"/> into <paramref name="member"/> and returns its length.</summary>
    public static int Compress(ReadOnlySpan<byte> plain, byte[] member)
    {
        int length = IsCompressible(plain, member) ? Write(plain, member, CompressionLevel.Fastest) : int.MaxValue;

        // Samples can mislead: what grew is stored after all.
        return length < plain.Length || plain.Length < SampleSize ? length : Write(plain, member, CompressionLevel.NoCompression);
    }

    /// <summary>Whether samples of the block shrink enough to be worth the time; <paramref name="scratch"/> is overwritten.</summary>
    public static bool IsCompressible(ReadOnlySpan<byte> plain, byte[] scratch)
    {
        if (plain.Length < SampleSize * SampleCount * 2)
        {
            return true;
        }

        int stride = plain.Length / SampleCount;
        int packed = 0;
        for (int i = 0; i < SampleCount; i++)
        {
            packed += Write(plain.Slice(i * stride, SampleSize), scratch, CompressionLevel.Fastest);
        }

        return packed < SampleSize * SampleCount * WorthwhileRatio;
    }

    private static int Write(ReadOnlySpan<byte> plain, byte[] member, CompressionLevel level)
    {
        using MemoryStream output = new(member);
        using (GZipStream gzip = new(output, level, leaveOpen: true))
        {
            gzip.Write(plain);
        }

        return (int)output.Position;
    }
}
