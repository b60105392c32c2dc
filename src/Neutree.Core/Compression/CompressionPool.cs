namespace Neutree.Core.Compression;

/// <summary>
/// What all compressing streams of a run share: the number of blocks compressed at a time, and their buffers.
/// </summary>
public sealed class CompressionPool : IDisposable
{
    /// <summary>Plain bytes of one gzip member.</summary>
    internal const int BlockSize = 512 * 1024;

    // Deflate at its quickest writes up to 9 bits for a byte; header and trailer of a member are 18 bytes.
    private const int MemberOverhead = (BlockSize / 8) + 4096;

    /// <param name="parallelism">Blocks compressed at a time; at least 2.</param>
    public CompressionPool(int parallelism)
    {
        Parallelism = Math.Max(2, parallelism);
        Slots = new SemaphoreSlim(Parallelism);
    }

    public int Parallelism { get; }

    internal SemaphoreSlim Slots { get; }

    internal BufferPool PlainBuffers { get; } = new(BlockSize);

    internal BufferPool MemberBuffers { get; } = new(BlockSize + MemberOverhead);

    public void Dispose() => Slots.Dispose();
}
