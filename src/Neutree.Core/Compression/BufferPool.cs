using System.Collections.Concurrent;

namespace Neutree.Core.Compression;

/// <summary>Equal-sized buffers that are used again, so that a long run allocates what it holds at its peak and no more.</summary>
internal sealed class BufferPool(int size)
{
    private readonly ConcurrentBag<byte[]> _free = [];

    public int Size { get; } = size;

    public byte[] Rent() => _free.TryTake(out byte[]? buffer) ? buffer : GC.AllocateUninitializedArray<byte>(Size);

    public void Return(byte[] buffer) => _free.Add(buffer);
}
