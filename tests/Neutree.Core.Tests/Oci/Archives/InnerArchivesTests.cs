using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Oci.Archives;

/// <summary>What holds no images itself but archives that do reads as one archive of them all.</summary>
public sealed class InnerArchivesTests
{
    private static readonly SampleImage Postgres = SampleImage.Create("postgres");
    private static readonly SampleImage Serve = SampleImage.Create("postgres", "serve");
    private static readonly SampleImage Proxy = SampleImage.Create("proxy");
    private static readonly byte[] First = ArchiveBuilder.CreateDockerSave((Postgres, ["postgres:13"]), (Serve, ["neutree/serve:v1"])).ToTar();
    private static readonly byte[] Second = ArchiveBuilder.CreateDockerSave(
        (Proxy, ["proxy:1"]), (Serve, ["neutree/serve:v1", "neutree/serve:latest"])).ToTar();
    private static readonly byte[] Chart = new ArchiveBuilder().AddFile("chart/Chart.yaml", "name: chart").ToTarGzip();

    public enum Packing
    {
        Tar,
        Gzip,
        Folder,
        InnerGzip,
        BothGzip,
        WithoutTarNames,
    }

    private static string Pack(TemporaryFolder folder, Packing packing)
    {
        bool inner = packing is Packing.InnerGzip or Packing.BothGzip;
        string ending = packing == Packing.WithoutTarNames ? "" : inner ? ".tar.gz" : ".tar";
        ArchiveBuilder builder = new ArchiveBuilder()
            .AddFolder("./").AddFile("./manifest.yaml", "images: [{image_name: postgres}]")
            .AddFile("./images/first" + ending, inner ? SampleImage.Gzip(First) : First)
            .AddFile("./chart.tgz", Chart).AddFile("./note.txt", new byte[4096])
            .AddFile("./images/second" + ending, inner ? SampleImage.Gzip(Second) : Second);
        string path = folder.File("package");
        if (packing == Packing.Folder)
        {
            builder.WriteTo(path);
        }
        else
        {
            File.WriteAllBytes(path, packing is Packing.Gzip or Packing.BothGzip ? builder.ToTarGzip() : builder.ToTar());
        }

        return path;
    }

    [Theory]
    [InlineData(Packing.Tar)]
    [InlineData(Packing.Gzip)]
    [InlineData(Packing.Folder)]
    [InlineData(Packing.InnerGzip)]
    [InlineData(Packing.BothGzip)]
    [InlineData(Packing.WithoutTarNames)]
    public async Task Its_images_are_those_of_all_inner_archives_in_order_and_same_ones_join_their_names(Packing packing)
    {
        using TemporaryFolder folder = new();
        await using ImageArchive archive = await ImageArchive.OpenAsync(Pack(folder, packing), new ArchiveOptions(), CancellationToken.None);

        IReadOnlyList<SourceImage> images = await archive.GetImagesAsync(CancellationToken.None);

        Assert.Equal(
            [$"{Postgres.ConfigDigest} postgres:13", $"{Serve.ConfigDigest} neutree/serve:v1 neutree/serve:latest", $"{Proxy.ConfigDigest} proxy:1"],
            images.Select(image => $"{image.Content.Digest} {string.Join(' ', image.Names)}"));
        foreach ((SourceImage image, SampleImage sample) in images.Zip([Postgres, Serve, Proxy]))
        {
            IReadOnlyList<SourceBlob> layers = ((LooseImage)image.Content).Layers;
            Assert.Equal(sample.Layers.Count, layers.Count);
            foreach ((SourceBlob layer, byte[] content) in layers.Zip(sample.Layers))
            {
                Assert.Equal(content, await ArchiveReading.ReadBlobAsync(archive, layer));
                Assert.Equal(content[700..], await ArchiveReading.ReadBlobAsync(archive, layer, 700));
            }
        }
    }

    [Fact]
    public async Task Positions_follow_the_order_of_the_outer_file()
    {
        using TemporaryFolder folder = new();
        await using ImageArchive archive = await ImageArchive.OpenAsync(Pack(folder, Packing.Gzip), new ArchiveOptions(), CancellationToken.None);
        IReadOnlyList<SourceImage> images = await archive.GetImagesAsync(CancellationToken.None);

        SourceBlob last = ((LooseImage)images[2].Content).Layers[0];

        Assert.All(images.Take(2).SelectMany(image => ((LooseImage)image.Content).Layers), layer => Assert.True(layer.Position < last.Position));
        Assert.True(last.Position > First.Length);
    }

    [Fact]
    public async Task A_cut_off_archive_inside_is_an_error_that_names_it()
    {
        byte[] tar = new ArchiveBuilder().AddFile("first.tar", First).AddFile("second.tar", Second[..4000]).ToTar();
        ArchiveException error = await ArchiveReading.RefusedAsync(tar);
        Assert.Equal("Archive.Truncated", error.ErrorId);
        Assert.Contains("second.tar", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Archives_in_archives_in_archives_are_not_looked_for()
    {
        byte[] tar = new ArchiveBuilder().AddFile("outer.tar", new ArchiveBuilder().AddFile("inner.tar", First).ToTar()).ToTar();
        ArchiveException error = await ArchiveReading.RefusedAsync(tar);
        Assert.Equal("Archive.NoImages", error.ErrorId);
    }

    [Fact]
    public async Task An_archive_of_its_own_images_is_not_searched_for_others()
    {
        ArchiveBuilder builder = ArchiveBuilder.CreateDockerSave((Postgres, ["postgres:13"])).AddFile("other.tar", Second);
        SourceImage image = Assert.Single(await ArchiveReading.ReadImagesAsync(builder.ToTar()));
        Assert.Equal(["postgres:13"], image.Names);
    }

    public static TheoryData<string, string> ConformancePackages() => new()
    {
        { "neutree-cluster-ssh-v1.0.0-amd64.tar.gz", "example/derived:2.0 example/base:1.0 postgres:13 registry.example.com:5000/team/base:1.0" },
        { "neutree-ssh-cluster-image.tar.gz", "example/base:1.0" },
    };

    [ConformanceTheory]
    [MemberData(nameof(ConformancePackages))]
    public async Task Conformance_packages_read_as_archives(string name, string names)
    {
        string path = Path.Combine(TestFolders.Conformance!, "archives", name);
        await using ImageArchive archive = await ImageArchive.OpenAsync(path, new ArchiveOptions(), CancellationToken.None);
        Assert.Equal(names.Split(' ').Order(), (await archive.GetImagesAsync(CancellationToken.None)).SelectMany(image => image.Names).Order());
    }
}
