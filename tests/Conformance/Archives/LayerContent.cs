using System.IO.Compression;

namespace Neutree.Conformance.Archives;

/// <summary>The tar inside a stored layer; the samples are small enough to be held whole.</summary>
internal static class LayerContent
{
    public static byte[] Unpack(ReadOnlySpan<byte> stored)
    {
        if (!stored.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]))
        {
            return stored.ToArray();
        }

        using GZipStream gzip = new(new MemoryStream(stored.ToArray()), CompressionMode.Decompress);
        using MemoryStream content = new();
        gzip.CopyTo(content);
        return content.ToArray();
    }
}
