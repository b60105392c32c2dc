using System.Buffers;

namespace Neutree.Core.Oci.Registries;

/// <summary>How large the requests of an upload are, and the bodies of its chunks. Sizes are bytes.</summary>
internal sealed class UploadPieces(RegistryOptions options, BlobContent content)
{
    private const long SmallestSegment = 4L * 1024 * 1024;
    private const long SmallestSegmentOfUnknown = 16L * 1024 * 1024;
    private const long LargestSegment = 256L * 1024 * 1024;
    private const int BufferedChunk = 8 * 1024 * 1024;

    /// <summary>An eighth of the blob; of what was sent, where the length isn't known.</summary>
    public long SegmentSize(long start, long minimumChunk)
    {
        long smallest = content.Length is null ? SmallestSegmentOfUnknown : SmallestSegment;
        return Math.Max(minimumChunk, Math.Clamp((content.Length ?? start) / 8, smallest, LargestSegment));
    }

    public long ChunkSize(long minimumChunk) => Math.Max(Math.Max(1, options.ChunkSize), minimumChunk);

    /// <summary>A chunk's length stands in its header, so one of unknown length is read first. The buffer comes from the shared pool.</summary>
    public async Task<(byte[] Buffer, int Count)> FillChunkAsync(UploadReader reader, long minimumChunk, CancellationToken cancellationToken)
    {
        int wanted = (int)Math.Min(int.MaxValue / 2, Math.Max(minimumChunk, Math.Min(BufferedChunk, ChunkSize(minimumChunk))));
        byte[] buffer = ArrayPool<byte>.Shared.Rent(wanted);
        int count = 0;
        while (count < wanted)
        {
            ReadOnlyMemory<byte> piece = await reader.ReadAsync(wanted - count, cancellationToken).ConfigureAwait(false);
            if (piece.IsEmpty)
            {
                break;
            }

            piece.CopyTo(buffer.AsMemory(count));
            count += piece.Length;
        }

        reader.ThrowIfSourceBroke();
        return (buffer, count);
    }

    public static ByteArrayContent Chunk(byte[] buffer, int count)
    {
        ByteArrayContent body = new(buffer, 0, count);
        body.Headers.ContentType = new("application/octet-stream");
        return body;
    }

    /// <summary>The form the specification asks for, without the unit that .NET's own header type writes.</summary>
    public static KeyValuePair<string, string> ContentRange(long start, long size) => new("Content-Range", $"{start}-{start + size - 1}");
}
