using FsCheck;
using FsCheck.Fluent;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Oci.Archives;

public sealed class GzipArchiveDataTests
{
    private static readonly byte[] Content = CreateContent(300_000);

    private static byte[] CreateContent(int length)
    {
        byte[] content = new byte[length];
        new System.Random(7).NextBytes(content);
        content.AsSpan(0, length / 2).Fill((byte)'a');
        return content;
    }

    private static async Task<byte[]> UnpackAsync(byte[] packed, ArchiveOptions? options = null)
    {
        using TemporaryFolder folder = new();
        await using GzipArchiveData data = Open(folder, packed, options);
        return await ReadAsync(data, 0, long.MaxValue);
    }

    private static GzipArchiveData Open(TemporaryFolder folder, byte[] packed, ArchiveOptions? options = null) =>
        new(new FileArchiveData(File.OpenHandle(folder.Write("a.gz", packed)), "a.gz"), options ?? new ArchiveOptions(), ownsCompressed: true);

    private static async Task<byte[]> ReadAsync(GzipArchiveData data, long offset, long length)
    {
        await using ArchiveStream stream = await data.OpenRangeAsync(offset, length, CancellationToken.None);
        using MemoryStream copy = new();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    [Fact]
    public async Task One_member_unpacks_to_what_was_packed() => Assert.Equal(Content, await UnpackAsync(SampleImage.Gzip(Content)));

    [Fact]
    public async Task Several_members_unpack_to_all_that_was_packed()
    {
        byte[] packed = [.. SampleImage.Gzip(Content), .. SampleImage.Gzip([]), .. SampleImage.Gzip([1, 2, 3])];
        Assert.Equal([.. Content, 1, 2, 3], await UnpackAsync(packed));
    }

    [Fact]
    public async Task Extra_field_name_and_comment_are_passed_over()
    {
        byte[] packed = SampleImage.Gzip(Content);
        byte[] header = [0x1F, 0x8B, 8, 0x1C, 0, 0, 0, 0, 0, 3, 2, 0, 9, 9, (byte)'n', 0, (byte)'c', 0];
        Assert.Equal(Content, await UnpackAsync([.. header, .. packed[10..]]));
    }

    [Fact]
    public async Task Zeros_behind_the_data_are_padding() => Assert.Equal(Content, await UnpackAsync([.. SampleImage.Gzip(Content), .. new byte[700]]));

    [Fact]
    public async Task Garbage_behind_the_data_is_refused()
    {
        ArchiveException error = await Assert.ThrowsAsync<ArchiveException>(() => UnpackAsync([.. SampleImage.Gzip(Content), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]));
        Assert.Equal(("Archive.DamagedGzip", "a.gz"), (error.ErrorId, error.Target));
    }

    [Fact]
    public void Data_cut_off_anywhere_are_refused()
    {
        byte[] packed = SampleImage.Gzip(Content);
        Prop.ForAll(Gen.OneOf(Gen.Choose(0, packed.Length - 1), Gen.Choose(packed.Length - 12, packed.Length - 1)).ToArbitrary(), length =>
        {
            ArchiveException error = Assert.ThrowsAsync<ArchiveException>(() => UnpackAsync(packed[..length])).GetAwaiter().GetResult();
            Assert.Equal(("Archive.Truncated", "a.gz"), (error.ErrorId, error.Target));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task A_wrong_checksum_is_refused()
    {
        byte[] packed = SampleImage.Gzip(Content);
        packed[^6] ^= 1;
        Assert.Equal("Archive.DamagedGzip", (await Assert.ThrowsAsync<ArchiveException>(() => UnpackAsync([.. packed, .. packed]))).ErrorId);
    }

    [Fact]
    public async Task More_than_the_limit_is_refused()
    {
        ArchiveOptions options = new() { MaxDecompressedSize = Content.Length - 1 };
        Assert.Equal("Archive.DecompressionLimit", (await Assert.ThrowsAsync<ArchiveException>(() => UnpackAsync(SampleImage.Gzip(Content), options))).ErrorId);
    }

    [Fact]
    public async Task A_bomb_is_refused_by_its_ratio()
    {
        ArchiveOptions options = new() { RatioGrace = 1024 * 1024 };
        byte[] bomb = SampleImage.Gzip(new byte[16 * 1024 * 1024]);
        Assert.Equal("Archive.DecompressionLimit", (await Assert.ThrowsAsync<ArchiveException>(() => UnpackAsync(bomb, options))).ErrorId);
        Assert.Equal(16 * 1024 * 1024, (await UnpackAsync(bomb)).Length);
    }

    [Fact]
    public async Task Any_range_in_any_order_gives_its_bytes()
    {
        byte[] content = CreateContent(5_000_000);
        byte[] packed = [.. content.Chunk(1_200_000).SelectMany(SampleImage.Gzip)];
        using TemporaryFolder folder = new();
        await using GzipArchiveData data = Open(folder, packed);
        await ReadAsync(data, 0, long.MaxValue);
        Assert.Equal((5, false), (data.Members.Count, data.IsSequential));
        Prop.ForAll(Gen.Choose(0, content.Length).ToArbitrary(), Gen.Choose(0, 200_000).ToArbitrary(), (offset, length) =>
        {
            byte[] read = ReadAsync(data, offset, length).GetAwaiter().GetResult();
            Assert.True(content.AsSpan(offset, Math.Min(length, content.Length - offset)).SequenceEqual(read));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Two_readers_at_a_time_each_get_their_bytes()
    {
        using TemporaryFolder folder = new();
        await using GzipArchiveData data = Open(folder, SampleImage.Gzip(Content));
        await using ArchiveStream first = await data.OpenRangeAsync(10, 100, CancellationToken.None);
        await using ArchiveStream second = await data.OpenRangeAsync(200_000, 100, CancellationToken.None);
        byte[] one = new byte[100];
        byte[] two = new byte[100];
        await second.ReadExactlyAsync(two);
        await first.ReadExactlyAsync(one);
        Assert.Equal(Content[10..110], one);
        Assert.Equal(Content[200_000..200_100], two);
    }
}
