using System.Text;
using Neutree.Core.Compression.Seekable;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Oci.Archives;

public sealed class SeekableGzipDataTests
{
    private static readonly byte[] Plain = CreatePlain();

    /// <summary>Text, then noise over several stored blocks and members, then text again.</summary>
    private static byte[] CreatePlain()
    {
        byte[] noise = new byte[5_000_000];
        new Random(7).NextBytes(noise);
        byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("seekable ", 300_000)));
        return [.. text, .. noise, .. text];
    }

    private static async Task<(byte[] Packed, SeekableGzipIndex Index)> PackAsync(byte[] plain, bool compresses = true)
    {
        using MemoryStream output = new();
        await using SeekableGzipWriter writer = new(output, 2);
        await writer.CutAsync(compresses, CancellationToken.None);
        await writer.WriteAsync(plain, CancellationToken.None);
        SeekableGzipIndex index = await writer.FlushAsync(CancellationToken.None);
        return (output.ToArray(), index);
    }

    private static SeekableGzipData Open(TemporaryFolder folder, byte[] packed, SeekableGzipIndex index) =>
        new(new FileArchiveData(File.OpenHandle(folder.Write("a.gz", packed)), "a.gz"), index);

    private static async Task<byte[]> ReadAsync(SeekableGzipData data, long offset, long length, int skip = 0)
    {
        await using ArchiveStream stream = await data.OpenRangeAsync(offset, length, CancellationToken.None);
        await stream.SkipAsync(skip, CancellationToken.None);
        using MemoryStream copy = new();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    [Fact]
    public async Task Any_range_is_read_as_it_was_written()
    {
        using TemporaryFolder folder = new();
        (byte[] packed, SeekableGzipIndex index) = await PackAsync(Plain);
        await using SeekableGzipData data = Open(folder, packed, index);
        Random random = new(11);
        Assert.Contains(index.Members, member => member.IsStored);
        Assert.Contains(index.Members, member => !member.IsStored);
        for (int i = 0; i < 60; i++)
        {
            int offset = i == 0 ? 0 : random.Next(Plain.Length);
            int length = i == 0 ? Plain.Length : random.Next(Math.Min(300_000, Plain.Length - offset));
            int skip = random.Next(length);

            byte[] read = await ReadAsync(data, offset, length, skip);

            Assert.True(Plain.AsSpan(offset + skip, length - skip).SequenceEqual(read), $"{offset}+{skip}, {length} bytes");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(131070)]
    public async Task Skipping_to_and_over_the_edges_of_stored_blocks_leads_to_the_right_byte(int skip)
    {
        using TemporaryFolder folder = new();
        byte[] noise = Plain[2_700_000..3_000_000];
        (byte[] packed, SeekableGzipIndex index) = await PackAsync(noise, compresses: false);
        await using SeekableGzipData data = Open(folder, packed, index);

        Assert.Equal(noise[skip..], await ReadAsync(data, 0, noise.Length, skip));
        Assert.Equal(noise[(skip + 3)..], await ReadAsync(data, 3, noise.Length, skip));
    }

    [Fact]
    public async Task A_flipped_bit_of_what_is_read_whole_is_noticed()
    {
        using TemporaryFolder folder = new();
        (byte[] packed, SeekableGzipIndex index) = await PackAsync(Plain);
        Random random = new(5);
        for (int i = 0; i < 40; i++)
        {
            byte[] damaged = (byte[])packed.Clone();
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            await using SeekableGzipData data = Open(folder, damaged, index);
            byte[]? read = null;
            try
            {
                read = await ReadAsync(data, 0, Plain.Length);
            }
            catch (ArchiveException error)
            {
                Assert.Equal("Archive.DamagedGzip", error.ErrorId);
            }

            // A bit behind the last one that the inflater looks at changes nothing.
            Assert.True(read is null || Plain.AsSpan().SequenceEqual(read));
        }
    }

    [Fact]
    public async Task An_index_of_other_data_gives_an_error_or_nothing_but_an_error()
    {
        using TemporaryFolder folder = new();
        (byte[] packed, _) = await PackAsync(Plain);
        (_, SeekableGzipIndex other) = await PackAsync(Plain[1000..]);
        await using SeekableGzipData data = Open(folder, packed, other);

        await Assert.ThrowsAsync<ArchiveException>(() => ReadAsync(data, 0, Plain.Length));
    }
}
