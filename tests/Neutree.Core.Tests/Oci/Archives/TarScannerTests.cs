using System.Buffers.Binary;
using System.Formats.Tar;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Tar;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Oci.Archives;

public sealed class TarScannerTests
{
    private static async Task<TarIndex> ScanAsync(byte[] tar)
    {
        using TemporaryFolder folder = new();
        await using FileArchiveData data = new(File.OpenHandle(folder.Write("a.tar", tar)), "a.tar");
        await using ArchiveStream stream = await data.OpenRangeAsync(0, long.MaxValue, CancellationToken.None);
        return await TarScanner.ScanAsync(stream, "a.tar", keepsPieces: false, CancellationToken.None);
    }

    private static async Task<ArchiveException> RefusedAsync(byte[] tar) => await Assert.ThrowsAsync<ArchiveException>(() => ScanAsync(tar));

    [Fact]
    public void Names_sizes_and_offsets_equal_what_was_written()
    {
        Gen<string> names = Gen.Choose(1, 3).SelectMany(parts => Gen.Elements("a", "blob", "ü", "x y", new string('n', 60), new string('m', 130))
            .ListOf(parts).Select(list => string.Join('/', list)));
        Gen<(string Name, int Size)[]> entries = names.SelectMany(name => Gen.Choose(0, 1500).Select(size => (name, size))).ArrayOf(5);
        Prop.ForAll(entries.ToArbitrary(), Gen.Elements(TarEntryFormat.Gnu, TarEntryFormat.Pax).ToArbitrary(), (written, format) =>
        {
            if (written.Length == 0)
            {
                return;
            }

            ArchiveBuilder builder = new();
            List<byte[]> contents = [];
            foreach ((string name, int size) in written)
            {
                byte[] content = new byte[size];
                new System.Random(size).NextBytes(content);
                contents.Add(content);
                builder.AddFile(name, content);
            }

            byte[] tar = builder.ToTar(format);
            TarIndex index = ScanAsync(tar).GetAwaiter().GetResult();
            Assert.Equal(written.Select(entry => entry.Name), index.Entries.Select(entry => entry.Name));
            Assert.Equal(contents, index.Entries.Select(entry => tar.AsSpan((int)entry.Offset, (int)entry.Size).ToArray()));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_mutated_tar_is_read_or_refused_but_nothing_else_happens()
    {
        byte[] good = ArchiveBuilder.CreateDockerSave((SampleImage.Create("one", "two"), ["a/b:1"])).ToTar(TarEntryFormat.Pax);
        Prop.ForAll(Gen.Choose(0, good.Length - 1).ToArbitrary(), Gen.Choose(0, 255).ToArbitrary(), (position, value) =>
        {
            byte[] mutated = [.. good];
            mutated[position] = (byte)value;
            ReadOrRefuse(mutated);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_shortened_tar_is_read_or_refused_but_nothing_else_happens()
    {
        byte[] good = ArchiveBuilder.CreateLayout(gzip: true, dockerList: true, (SampleImage.Create("one"), ["a/b:1"])).ToTar();
        Prop.ForAll(Gen.Choose(0, good.Length).ToArbitrary(), length => ReadOrRefuse(good[..length])).QuickCheckThrowOnFailure();
    }

    private static void ReadOrRefuse(byte[] archive)
    {
        try
        {
            ArchiveReading.ReadImagesAsync(archive).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is ArchiveException or OciFormatException)
        {
            Assert.NotEmpty(error.Message);
        }
    }

    [Fact]
    public async Task Dot_prefixes_and_doubled_slashes_are_dropped()
    {
        TarIndex index = await ScanAsync(new ArchiveBuilder().AddFolder("./").AddFile("./a//b/./c", "x").ToTar());
        Assert.Equal(["", "a/b/c"], index.Entries.Select(entry => entry.Name));
    }

    [Fact]
    public async Task The_last_of_two_entries_with_one_name_counts()
    {
        byte[] tar = new ArchiveBuilder().AddFile("a", "old").AddFile("a", "newer").ToTar();
        Assert.Equal(5, (await ScanAsync(tar)).Find("a", "a.tar")!.Size);
    }

    [Theory]
    [InlineData("../x", "Archive.TraversalName")]
    [InlineData("a/../../x", "Archive.TraversalName")]
    [InlineData("a/..", "Archive.TraversalName")]
    [InlineData("..\\x", "Archive.TraversalName")]
    [InlineData("/etc/passwd", "Archive.AbsoluteName")]
    [InlineData("C:\\x", "Archive.AbsoluteName")]
    public async Task Names_that_leave_the_root_are_refused(string name, string errorId) =>
        Assert.Equal(errorId, (await RefusedAsync(new ArchiveBuilder().AddFile(name, "x").ToTar())).ErrorId);

    [Theory]
    [InlineData("a/l", "../../x", "Archive.LinkOutside")]
    [InlineData("l", "..", "Archive.LinkOutside")]
    [InlineData("l", "/etc/passwd", "Archive.AbsoluteLink")]
    public async Task Links_that_leave_the_root_are_refused(string name, string target, string errorId) =>
        Assert.Equal(errorId, (await RefusedAsync(new ArchiveBuilder().AddSymbolicLink(name, target).ToTar())).ErrorId);

    [Fact]
    public async Task Links_are_followed_inside_the_root()
    {
        TarIndex index = await ScanAsync(new ArchiveBuilder()
            .AddSymbolicLink("d/l", "../e/f")
            .AddHardLink("h", "e/f")
            .AddSymbolicLink("folder", "e")
            .AddFile("e/f", "content")
            .ToTar());
        Assert.Equal([7, 7, 7], new[] { "d/l", "h", "folder/f" }.Select(name => index.Find(name, "a.tar")!.Size));
    }

    [Fact]
    public async Task Links_in_a_circle_are_refused()
    {
        TarIndex index = await ScanAsync(new ArchiveBuilder().AddSymbolicLink("a", "b").AddSymbolicLink("b", "a").ToTar());
        Assert.Equal("Archive.LinkLoop", Assert.Throws<ArchiveException>(() => index.Find("a", "a.tar")).ErrorId);
    }

    [Fact]
    public async Task A_tar_without_end_blocks_is_read()
    {
        byte[] tar = new ArchiveBuilder().AddFile("a", "x").ToTar();
        Assert.Equal(["a"], (await ScanAsync(tar[..1024])).Entries.Select(entry => entry.Name));
    }

    [Theory]
    [InlineData(512)]
    [InlineData(512 + 599)]
    [InlineData(512 + 1024 + 100)]
    public async Task A_tar_cut_off_inside_an_entry_is_refused(int length)
    {
        byte[] tar = new ArchiveBuilder().AddFile("a", new byte[600]).AddFile("b", new byte[600]).ToTar();
        Assert.Equal("Archive.Truncated", (await RefusedAsync(tar[..length])).ErrorId);
    }

    [Fact]
    public async Task A_wrong_checksum_is_refused()
    {
        byte[] tar = new ArchiveBuilder().AddFile("a", "x").AddFile("b", "y").ToTar();
        tar[1024] = (byte)'z';
        Assert.Equal("Archive.DamagedTar", (await RefusedAsync(tar)).ErrorId);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(4096)]
    public async Task Anything_else_is_said_to_be_no_tar(int length)
    {
        byte[] noise = new byte[length];
        Array.Fill(noise, (byte)'q');
        Assert.Equal("Archive.NotATar", (await RefusedAsync(noise)).ErrorId);
    }

    [Fact]
    public async Task A_sparse_file_is_refused()
    {
        byte[] tar = new ArchiveBuilder().AddFile("a", "x").ToTar(TarEntryFormat.Gnu);
        Retype(tar, (byte)'S');
        Assert.Equal("Archive.SparseEntry", (await RefusedAsync(tar)).ErrorId);
    }

    [Fact]
    public async Task A_size_in_base_256_is_read()
    {
        byte[] tar = new ArchiveBuilder().AddFile("a", "x").ToTar(TarEntryFormat.Gnu);
        tar.AsSpan(124, 12).Clear();
        tar[124] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(tar.AsSpan(128), 1);
        Retype(tar, (byte)'0');
        Assert.Equal(1, (await ScanAsync(tar)).Entries.Single().Size);
    }

    [Fact]
    public async Task A_size_beyond_any_file_is_refused_without_reading_it()
    {
        byte[] tar = new ArchiveBuilder().AddFile("a", "x").ToTar(TarEntryFormat.Gnu);
        tar.AsSpan(124, 12).Clear();
        tar[124] = 0x80;
        BinaryPrimitives.WriteInt64BigEndian(tar.AsSpan(128), long.MaxValue - 600);
        Retype(tar, (byte)'0');
        Assert.Equal("Archive.Truncated", (await RefusedAsync(tar)).ErrorId);
    }

    [Fact]
    public async Task Our_header_of_a_file_over_8_GiB_is_read_back()
    {
        const long size = 9L * 1024 * 1024 * 1024;
        string name = "blobs/sha512/" + new string('a', 128);
        using TemporaryFolder folder = new();
        byte[] header = TarHeaderWriter.Create(name, size, 0);
        string path = folder.Write("large.tar", header);
        using (FileStream file = new(path, FileMode.Open))
        {
            // A hole: no disk holds these bytes.
            file.SetLength(header.Length + size + 1024);
        }

        await using FileArchiveData data = new(File.OpenHandle(path), path);
        await using ArchiveStream stream = await data.OpenRangeAsync(0, long.MaxValue, CancellationToken.None);
        TarIndex index = await TarScanner.ScanAsync(stream, path, keepsPieces: false, CancellationToken.None);
        Assert.Equal((name, size), index.Entries.Select(entry => (entry.Name, entry.Size)).Single());
        using FileStream again = File.OpenRead(path);
        using TarReader reference = new(again);
        System.Formats.Tar.TarEntry entry = reference.GetNextEntry(copyData: false)!;
        Assert.Equal((name, size), (entry.Name, entry.Length));
    }

    [Fact]
    public async Task PAX_records_give_path_and_size()
    {
        byte[] records = Encoding.UTF8.GetBytes("11 path=né\n".Replace("11", "12", StringComparison.Ordinal));
        byte[] tar = [.. Block(records.Length, (byte)'x'), .. Pad(records), .. Block(0, (byte)'0'), .. new byte[1024]];
        Assert.Equal(["né"], (await ScanAsync(tar)).Entries.Select(entry => entry.Name));
    }

    [Theory]
    [InlineData("999 path=a\n")]
    [InlineData("path=a\n")]
    [InlineData("8 =abc\n")]
    public async Task Malformed_PAX_records_are_refused(string text)
    {
        byte[] records = Encoding.UTF8.GetBytes(text);
        byte[] tar = [.. Block(records.Length, (byte)'x'), .. Pad(records), .. Block(0, (byte)'0'), .. new byte[1024]];
        Assert.Equal("Archive.DamagedTar", (await RefusedAsync(tar)).ErrorId);
    }

    private static byte[] Block(int size, byte type)
    {
        byte[] block = TarHeaderWriter.Create("n", size, 0);
        Retype(block, type);
        return block;
    }

    private static byte[] Pad(byte[] content) => [.. content, .. new byte[TarHeader.Padded(content.Length) - content.Length]];

    private static void Retype(byte[] tar, byte type)
    {
        tar[156] = type;
        tar.AsSpan(148, 8).Fill((byte)' ');
        int sum = tar.AsSpan(0, 512).ToArray().Sum(value => value);
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(tar, 148);
    }
}
