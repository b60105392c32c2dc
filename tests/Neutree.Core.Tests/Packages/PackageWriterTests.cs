using System.Diagnostics;
using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Packages;

public sealed class PackageWriterTests
{
    private static async Task<PackageWriteResult> WriteAsync(PackageWriteOptions options) =>
        await new PackageWriter(options).WriteAsync(null, CancellationToken.None);

    private static List<(string Name, byte[] Content)> Entries(Stream tar)
    {
        List<(string, byte[])> entries = [];
        using TarReader reader = new(tar);
        while (reader.GetNextEntry(copyData: true) is { } entry)
        {
            using MemoryStream content = new();
            entry.DataStream?.CopyTo(content);
            entries.Add((entry.Name, content.ToArray()));
        }

        return entries;
    }

    private static List<(string Name, byte[] Content)> Unpack(string path)
    {
        using GZipStream plain = new(File.OpenRead(path), CompressionMode.Decompress);
        return Entries(plain);
    }

    [Fact]
    public async Task The_package_holds_manifest_files_images_sums_and_index_in_that_order()
    {
        using TemporaryFolder folder = new();
        await using SamplePackage sample = await SamplePackage.CreateAsync(folder);

        PackageWriteResult result = await WriteAsync(sample.Options(folder.File("sample.tar.gz")));

        List<(string Name, byte[] Content)> entries = Unpack(result.Path);
        Assert.Equal(
            [
                "manifest.yaml", "README.md", "chart/Chart.yaml", "chart/empty", "images.txt", "images/all-images.tar", "images/all-images.sums",
                "checksums.txt", ".neutree/index",
            ],
            entries.Select(entry => entry.Name));
        Assert.Equal("registry.example.com/team/multi:2.0\ntool:1\n", Encoding.UTF8.GetString(entries[4].Content));
        Assert.Equal(
            string.Concat(entries[..7].Select(entry => $"{Digest.Compute(entry.Content).Hex}  {entry.Name}\n")), Encoding.UTF8.GetString(entries[7].Content));
        List<(string Name, byte[] Content)> inner = Entries(new MemoryStream(entries[5].Content));
        Assert.Equal(["oci-layout", "index.json", "manifest.json"], inner[..3].Select(entry => entry.Name));
        Assert.Equal(
            string.Concat(inner.Select(entry => $"{Digest.Compute(entry.Content).Hex}  {entry.Name}\n")), Encoding.UTF8.GetString(entries[6].Content));
        Assert.All(inner[3..], entry => Assert.Equal(ArchiveBuilder.BlobName(Digest.Compute(entry.Content)), entry.Name));
        Assert.Equal(inner.Count - 3, result.BlobCount);
        Assert.Equal(inner.Select(entry => entry.Name).Distinct(), inner.Select(entry => entry.Name));
    }

    [Fact]
    public async Task The_same_input_gives_the_same_bytes()
    {
        using TemporaryFolder folder = new();
        await using SamplePackage sample = await SamplePackage.CreateAsync(folder);
        PackageWriteResult first = await WriteAsync(sample.Options(folder.File("first.tar.gz")));

        PackageWriteResult second = await WriteAsync(sample.Options(folder.File("second.tar.gz")) with { ThrottleLimit = 1 });

        Assert.Equal(File.ReadAllBytes(first.Path), File.ReadAllBytes(second.Path));
        Assert.Equal(first.Sha256, Digest.Compute(File.ReadAllBytes(first.Path)).Hex);
        Assert.Equal("2026-01-01T00:00:00Z", first.Manifest.Metadata.CreatedAt);
    }

    [Fact]
    public async Task What_was_packed_is_read_back_with_its_digests()
    {
        using TemporaryFolder folder = new();
        await using SamplePackage sample = await SamplePackage.CreateAsync(folder);
        PackageWriteResult result = await WriteAsync(sample.Options(folder.File("sample.tar.gz")));

        await using ImportPackage package = await PackageReader.OpenAsync(result.Path, new ArchiveOptions(), CancellationToken.None);

        Assert.Equal([], package.Warnings.Concat(package.Items.SelectMany(item => item.Warnings)));
        Assert.Equal(
            [$"{SamplePackage.MultiName} {sample.Multi.Digest}", $"docker.io/library/{SamplePackage.ToolName} {sample.Images[1].Image.Content.Digest}"],
            package.Items.Select(item => $"{item.Name} {item.Image?.Content.Digest.ToString() ?? item.Error!.Message}"));
        StoredIndex index = Assert.IsType<StoredIndex>(package.Items[0].Image!.Content);
        Assert.Equal(Digest.Compute("signed"u8), Assert.Single(Assert.Single(index.Referrers).Layers).Digest);
        Assert.IsType<LooseImage>(package.Items[1].Image!.Content);
        Assert.Equal(result.Manifest.Images.Select(image => image.ToString()), package.Manifest!.Images.Select(image => image.ToString()));
    }
}
