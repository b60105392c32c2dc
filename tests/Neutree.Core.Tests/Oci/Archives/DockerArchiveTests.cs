using System.Diagnostics;
using System.Formats.Tar;
using Microsoft.Extensions.Logging;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Oci.Archives;

public sealed class DockerArchiveTests
{
    private static readonly SampleImage One = SampleImage.Create("one");
    private static readonly SampleImage Two = SampleImage.Create("one", "two", "one");

    private static string[] Describe(IEnumerable<SourceImage> images) =>
        [.. images.Select(image => $"{string.Join(',', image.Names)} {image.Content.GetType().Name} {image.Content.Digest}")];

    [Theory]
    [InlineData(TarEntryFormat.V7)]
    [InlineData(TarEntryFormat.Ustar)]
    [InlineData(TarEntryFormat.Gnu)]
    [InlineData(TarEntryFormat.Pax)]
    public async Task Images_names_and_shared_layers_are_read_from_every_tar_format(TarEntryFormat format)
    {
        byte[] tar = ArchiveBuilder.CreateDockerSave((One, ["a/one:1", "a/one:2"]), (Two, ["b/two:1"])).ToTar(format, "./");
        using TemporaryFolder folder = new();
        await using ImageArchive archive = await ImageArchive.OpenAsync(folder.Write("x", tar), new ArchiveOptions(), CancellationToken.None);
        IReadOnlyList<SourceImage> images = await archive.GetImagesAsync(CancellationToken.None);
        Assert.Equal([$"a/one:1,a/one:2 LooseImage {One.ConfigDigest}", $"b/two:1 LooseImage {Two.ConfigDigest}"], Describe(images));
        LooseImage two = (LooseImage)images[1].Content;
        Assert.Equal(Two.DiffIds, two.Layers.Select(layer => layer.DiffId!.Value));
        for (int i = 0; i < Two.Layers.Count; i++)
        {
            Assert.Equal(Two.Layers[i], await ArchiveReading.ReadBlobAsync(archive, two.Layers[i]));
        }

        Assert.Equal(Two.Layers[1][700..], await ArchiveReading.ReadBlobAsync(archive, two.Layers[1], 700));
        Assert.False(archive.IsSequential);
    }

    [Fact]
    public async Task The_list_may_stand_first()
    {
        ArchiveBuilder builder = new ArchiveBuilder()
            .AddFile("manifest.json", $"[{ArchiveBuilder.DockerItem("c.json", ["a:1"], ["l.tar"])}]")
            .AddHardLink("l.tar", "real.tar")
            .AddFile("c.json", One.Config)
            .AddFile("real.tar", One.Layers[0]);
        Assert.Equal([$"a:1 LooseImage {One.ConfigDigest}"], Describe(await ArchiveReading.ReadImagesAsync(builder.ToTar())));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_image_without_tags_has_no_names(bool absent)
    {
        byte[] tar = ArchiveBuilder.CreateDockerSave((One, absent ? null : [])).ToTar();
        Assert.Equal([$" LooseImage {One.ConfigDigest}"], Describe(await ArchiveReading.ReadImagesAsync(tar)));
    }

    [Fact]
    public async Task Items_with_the_same_config_are_one_image() => Assert.Equal(
        [$"a:1,b:1 LooseImage {One.ConfigDigest}"],
        Describe(await ArchiveReading.ReadImagesAsync(ArchiveBuilder.CreateDockerSave((One, ["a:1"]), (One, ["b:1"])).ToTar())));

    [Fact]
    public async Task A_layer_is_compressed_if_its_bytes_say_so()
    {
        byte[] packed = One.GzipLayers[0];
        byte[] tar = new ArchiveBuilder()
            .AddFile("sha256:" + One.ConfigDigest.Hex, One.Config)
            .AddFile("layer.tar", packed)
            .AddFile("manifest.json", $"[{ArchiveBuilder.DockerItem("sha256:" + One.ConfigDigest.Hex, ["a:1"], ["layer.tar"])}]")
            .ToTar();
        SourceBlob layer = ((LooseImage)(await ArchiveReading.ReadImagesAsync(tar)).Single().Content).Layers.Single();
        Assert.Equal(
            (BlobCompression.Gzip, MediaTypes.OciLayerGzip, null, One.DiffIds[0], packed.Length),
            (layer.Compression, layer.MediaType, layer.Digest, layer.DiffId!.Value, (int)layer.Size));
    }

    [Theory]
    [InlineData("other.tar", "Archive.MissingEntry")]
    [InlineData("../layer.tar", "Archive.TraversalName")]
    [InlineData("/layer.tar", "Archive.AbsoluteName")]
    public async Task A_layer_that_is_not_inside_is_refused(string layer, string errorId)
    {
        byte[] tar = new ArchiveBuilder().AddFile("c.json", One.Config).AddFile("layer.tar", One.Layers[0])
            .AddFile("manifest.json", $"[{ArchiveBuilder.DockerItem("c.json", ["a:1"], [layer])}]").ToTar();
        Assert.Equal(errorId, (await ArchiveReading.RefusedAsync(tar)).ErrorId);
    }

    [Fact]
    public async Task Layers_must_be_as_many_as_diff_ids()
    {
        byte[] tar = new ArchiveBuilder().AddFile("c.json", Two.Config).AddFile("layer.tar", One.Layers[0])
            .AddFile("manifest.json", $"[{ArchiveBuilder.DockerItem("c.json", ["a:1"], ["layer.tar"])}]").ToTar();
        Assert.Equal("Archive.LayerCountMismatch", (await ArchiveReading.RefusedAsync(tar)).ErrorId);
    }

    [Fact]
    public async Task A_config_must_have_the_digest_its_name_states()
    {
        string config = Two.ConfigDigest.Hex + ".json";
        byte[] tar = new ArchiveBuilder().AddFile(config, One.Config).AddFile("layer.tar", One.Layers[0])
            .AddFile("manifest.json", $"[{ArchiveBuilder.DockerItem(config, ["a:1"], ["layer.tar"])}]").ToTar();
        Assert.Equal("Archive.DigestMismatch", (await ArchiveReading.RefusedAsync(tar)).ErrorId);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("[{\"Config\":\"c\",\"Layers\":[1]}]")]
    public async Task A_malformed_list_is_refused(string list)
    {
        byte[] tar = new ArchiveBuilder().AddFile("c", One.Config).AddFile("manifest.json", list).ToTar();
        Assert.Equal("Archive.InvalidManifestList", (await ArchiveReading.RefusedAsync(tar)).ErrorId);
    }

    [Fact]
    public async Task A_tar_of_something_else_is_refused() =>
        Assert.Equal("Archive.NoImages", (await ArchiveReading.RefusedAsync(new ArchiveBuilder().AddFile("a", "x").ToTar())).ErrorId);

    [Theory]
    [InlineData(new byte[] { 0x28, 0xB5, 0x2F, 0xFD, 0, 0 }, "zstd -d")]
    [InlineData(new byte[] { 0xFD, 0x37, 0x7A, 0x58, 0x5A, 0 }, "xz -d")]
    [InlineData(new byte[] { 0x42, 0x5A, 0x68, 0x39, 0, 0 }, "bzip2 -d")]
    public async Task Other_compressions_are_named_with_the_command_that_undoes_them(byte[] head, string command)
    {
        ArchiveException error = await ArchiveReading.RefusedAsync([.. head, .. new byte[1000]]);
        Assert.Equal("Archive.UnsupportedCompression", error.ErrorId);
        Assert.Contains(command, error.Recommendation, StringComparison.Ordinal);
        Assert.Contains(command.Split(' ')[0], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_missing_file_is_said_to_be_missing()
    {
        ArchiveException error = await Assert.ThrowsAsync<ArchiveException>(
            () => ImageArchive.OpenAsync("/no/such.tar", new ArchiveOptions(), CancellationToken.None));
        Assert.Equal(("Archive.NotFound", ErrorKind.NotFound), (error.ErrorId, error.Kind));
    }

    [Fact]
    public async Task A_gzipped_archive_is_read_in_any_order_without_unpacking_to_disk()
    {
        byte[] tar = ArchiveBuilder.CreateDockerSave((One, ["a:1"]), (Two, ["b:1"])).ToTarGzip();
        using TemporaryFolder folder = new();
        ArchiveOptions options = new() { TemporaryFolder = folder.File("none") };
        await using ImageArchive archive = await ImageArchive.OpenAsync(folder.Write("x", tar), options, CancellationToken.None);
        LooseImage two = (LooseImage)(await archive.GetImagesAsync(CancellationToken.None))[1].Content;
        foreach (int i in (int[])[1, 0, 2, 1])
        {
            Assert.Equal(Two.Layers[i], await ArchiveReading.ReadBlobAsync(archive, two.Layers[i]));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_kept_index_saves_the_first_pass_and_says_the_same(bool inPackage)
    {
        // Small entries are kept in the index itself; the layer read here is larger than that.
        SampleImage image = SampleImage.Create("one", new string('x', 100_000));
        ArchiveBuilder builder = ArchiveBuilder.CreateDockerSave((image, ["b:1"]));
        using TemporaryFolder folder = new();
        string path = folder.Write("x.tar.gz", (inPackage ? new ArchiveBuilder().AddFile("b.tar", builder.ToTar()) : builder).ToTarGzip());
        ArchiveOptions options = new() { CacheFolder = folder.File("cache") };
        string[] first = await DescribeAsync(path, options);
        Assert.Equal([$"b:1 LooseImage {image.ConfigDigest}", image.DiffIds[1].ToString()], first);
        string kept = Assert.Single(Directory.GetFiles(folder.File("cache/archive-index")));
        DateTime written = File.GetLastWriteTimeUtc(kept);
        Assert.Equal(first, await DescribeAsync(path, options));
        Assert.Equal(written, File.GetLastWriteTimeUtc(kept));
        File.WriteAllText(kept, "{\"length\":1}");
        Assert.Equal(first, await DescribeAsync(path, options));

        async Task<string[]> DescribeAsync(string file, ArchiveOptions with)
        {
            await using ImageArchive archive = await ImageArchive.OpenAsync(file, with, CancellationToken.None);
            IReadOnlyList<SourceImage> images = await archive.GetImagesAsync(CancellationToken.None);
            byte[] layer = await ArchiveReading.ReadBlobAsync(archive, ((LooseImage)images[0].Content).Layers[1]);
            return [.. Describe(images), Digest.Compute(layer).ToString()];
        }
    }

    [Fact]
    public async Task Layers_too_large_for_the_kept_index_are_read_from_the_archive()
    {
        SampleImage large = SampleImage.Create(new string('x', 200_000), "small");
        using TemporaryFolder folder = new();
        string path = folder.Write("x.tar.gz", ArchiveBuilder.CreateDockerSave((large, ["a:1"])).ToTarGzip());
        ArchiveOptions options = new() { CacheFolder = folder.File("cache") };
        for (int run = 0; run < 2; run++)
        {
            await using ImageArchive archive = await ImageArchive.OpenAsync(path, options, CancellationToken.None);
            LooseImage image = (LooseImage)(await archive.GetImagesAsync(CancellationToken.None))[0].Content;
            foreach ((SourceBlob layer, byte[] content) in image.Layers.Zip(large.Layers))
            {
                Assert.Equal(content, await ArchiveReading.ReadBlobAsync(archive, layer));
            }
        }
    }

    [Fact]
    public async Task A_pipe_is_copied_once_with_a_word_about_it()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        using TemporaryFolder folder = new();
        string pipe = folder.File("pipe");
        using (Process mkfifo = Process.Start("mkfifo", [pipe]))
        {
            await mkfifo.WaitForExitAsync();
        }

        Directory.CreateDirectory(folder.File("spool"));
        RecordingLogger log = new();
        byte[] tar = ArchiveBuilder.CreateDockerSave((One, ["a:1"])).ToTar();
        Task writer = Task.Run(() => File.WriteAllBytes(pipe, tar));
        ArchiveOptions options = new() { TemporaryFolder = folder.File("spool"), Logger = log };
        await using (ImageArchive archive = await ImageArchive.OpenAsync(pipe, options, CancellationToken.None))
        {
            await writer;
            Assert.Equal([$"a:1 LooseImage {One.ConfigDigest}"], Describe(await archive.GetImagesAsync(CancellationToken.None)));
        }

        Assert.Contains("can be read only once", Assert.Single(log.Lines), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(folder.File("spool")));
    }

    private sealed class RecordingLogger : ILogger
    {
        public List<string> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add(formatter(state, exception));
    }
}
