using System.IO.Compression;
using Neutree.Core.Compression;

namespace Neutree.Core.Tests.Compression;

public sealed class ParallelGzipStreamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(CompressionPool.BlockSize - 1)]
    [InlineData(CompressionPool.BlockSize)]
    [InlineData(CompressionPool.BlockSize + 1)]
    [InlineData((5 * CompressionPool.BlockSize) + 17)]
    public async Task Gunzip_gives_the_plain_bytes_back_and_the_observer_saw_them_in_order(int length)
    {
        byte[] plain = Mixed(length);
        using MemoryStream seen = new();
        byte[] gzip = await CompressAsync(plain, block => seen.Write(block.Span));
        using GZipStream unpacked = new(new MemoryStream(gzip), CompressionMode.Decompress);
        using MemoryStream result = new();
        await unpacked.CopyToAsync(result);
        Assert.Equal(plain, result.ToArray());
        Assert.Equal(plain, seen.ToArray());
    }

    [Fact]
    public async Task Two_passes_over_the_same_bytes_give_the_same_gzip()
    {
        byte[] plain = Mixed((3 * CompressionPool.BlockSize) + 5);
        Assert.Equal(await CompressAsync(plain, _ => { }), await CompressAsync(plain, _ => { }));
    }

    [Fact]
    public async Task Random_bytes_are_stored_and_text_shrinks()
    {
        byte[] random = new byte[CompressionPool.BlockSize];
        new Random(1).NextBytes(random);
        byte[] text = [.. Enumerable.Repeat("all work and no play "u8.ToArray(), CompressionPool.BlockSize / 21).SelectMany(word => word)];
        Assert.InRange((await CompressAsync(random, _ => { })).Length, random.Length, random.Length + 1024);
        Assert.InRange((await CompressAsync(text, _ => { })).Length, 1, text.Length / 10);
    }

    [Fact]
    public async Task A_block_that_only_its_samples_call_compressible_is_stored_and_comes_back()
    {
        byte[] block = new byte[CompressionPool.BlockSize];
        new Random(3).NextBytes(block);
        for (int i = 0; i < 4; i++)
        {
            block.AsSpan(i * (block.Length / 4), 4 * 1024).Clear();
        }

        byte[] gzip = await CompressAsync(block, _ => { });
        using GZipStream unpacked = new(new MemoryStream(gzip), CompressionMode.Decompress);
        using MemoryStream result = new();
        await unpacked.CopyToAsync(result);
        Assert.Equal(block, result.ToArray());
        Assert.InRange(gzip.Length, 1, block.Length + 1024);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(60)]
    [InlineData(90)]
    public async Task Blocks_of_random_bytes_between_text_come_back(int percentRandom)
    {
        Random random = new(percentRandom);
        byte[] plain = new byte[3 * CompressionPool.BlockSize];
        for (int i = 0; i < plain.Length; i += 64)
        {
            Span<byte> piece = plain.AsSpan(i, 64);
            piece.Fill((byte)random.Next(256));
            if (random.Next(100) < percentRandom)
            {
                random.NextBytes(piece);
            }
        }

        using GZipStream unpacked = new(new MemoryStream(await CompressAsync(plain, _ => { })), CompressionMode.Decompress);
        using MemoryStream result = new();
        await unpacked.CopyToAsync(result);
        Assert.Equal(plain, result.ToArray());
    }

    [Fact]
    public async Task A_failing_source_fails_the_read_instead_of_ending_it()
    {
        using CompressionPool pool = new(2);
        await using ParallelGzipStream gzip = new(new FailingStream(CompressionPool.BlockSize * 2), pool, _ => { });
        await Assert.ThrowsAsync<IOException>(async () => await gzip.CopyToAsync(Stream.Null));
    }

    [Fact]
    public async Task Disposing_early_ends_the_work_and_disposes_the_source()
    {
        using CompressionPool pool = new(2);
        MemoryStream source = new(Mixed(CompressionPool.BlockSize * 8));
        ParallelGzipStream gzip = new(source, pool, _ => { });
        Assert.Equal(10, await gzip.ReadAsync(new byte[10]));
        await gzip.DisposeAsync();
        Assert.False(source.CanRead);
    }

    private static async Task<byte[]> CompressAsync(byte[] plain, Action<ReadOnlyMemory<byte>> onPlain)
    {
        using CompressionPool pool = new(3);
        await using ParallelGzipStream gzip = new(new MemoryStream(plain), pool, onPlain);
        using MemoryStream result = new();
        await gzip.CopyToAsync(result, 100_000);
        return result.ToArray();
    }

    private static byte[] Mixed(int length)
    {
        byte[] bytes = new byte[length];
        new Random(7).NextBytes(bytes.AsSpan(0, length / 2));
        return bytes;
    }

    private sealed class FailingStream(int failAfter) : MemoryStream(new byte[failAfter])
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            int count = await base.ReadAsync(buffer, cancellationToken);
            return count > 0 ? count : throw new IOException("the disk went away");
        }
    }
}
