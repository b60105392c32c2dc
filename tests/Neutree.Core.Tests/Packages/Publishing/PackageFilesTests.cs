using System.Text;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Publishing;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Packages.Publishing;

public sealed class PackageFilesTests : IDisposable
{
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private async Task<string[]> CollectAsync(string name)
    {
        IReadOnlyList<PackageFile> files = await PackageFiles.CollectAsync(_folder.File(name), cacheFolder: null, new PublishProgress(new ProgressBoard(null), name), default);
        return [.. files.Select(file => $"{file.Kind} {file.Name} {file.Size}")];
    }

    private async Task<PackageException> FailsAsync(string name) => await Assert.ThrowsAsync<PackageException>(() => CollectAsync(name));

    [Fact]
    public async Task An_archive_without_checksum_gets_one_that_sha256sum_takes()
    {
        _folder.Write("x.tar.gz", "content"u8);
        Assert.Equal(["Archive x.tar.gz 7", "Checksum x.tar.gz.sha256 75"], await CollectAsync("x.tar.gz"));
        Assert.Equal(["x.tar.gz"], Directory.EnumerateFiles(_folder.Path).Select(path => Path.GetFileName(path)));
    }

    [Theory]
    [InlineData("x.tar.gz.part001")]
    [InlineData("x.tar.gz.part002")]
    [InlineData("x.tar.gz")]
    public async Task All_parts_belong_together_whichever_is_named(string name)
    {
        _folder.Write("x.tar.gz.part001", "one"u8);
        _folder.Write("x.tar.gz.part002", "two!"u8);
        Assert.Equal(
            ["Part x.tar.gz.part001 3", "Part x.tar.gz.part002 4", "Checksum x.tar.gz.part001.sha256 83", "Checksum x.tar.gz.part002.sha256 83"],
            await CollectAsync(name));
    }

    [Fact]
    public async Task A_part_that_is_missing_between_others_is_told()
    {
        _folder.Write("x.tar.gz.part001", "one"u8);
        _folder.Write("x.tar.gz.part003", "three"u8);
        ArchiveException error = await Assert.ThrowsAsync<ArchiveException>(() => CollectAsync("x.tar.gz.part001"));
        Assert.Equal(
            ("Archive.PartMissing", $"opening {_folder.File("x.tar.gz")} failed: of its 3 parts part002 is missing"),
            (error.ErrorId, error.Message));
    }

    [Theory]
    [InlineData(Zeros + "  x.tar.gz\n", "Package.ChecksumMismatch")]
    [InlineData(Zeros + "  other.tar.gz\n", "Package.InvalidChecksum")]
    [InlineData("<html>", "Package.InvalidChecksum")]
    public async Task A_checksum_beside_the_archive_must_be_right(string checksum, string id)
    {
        _folder.Write("x.tar.gz", "content"u8);
        _folder.Write("x.tar.gz.sha256", Encoding.ASCII.GetBytes(checksum));
        Assert.Equal(id, (await FailsAsync("x.tar.gz")).ErrorId);
    }

    [Theory]
    [InlineData("version: 1\n", null)]
    [InlineData("version: 2\n", "Package.ManifestDiffers")]
    public async Task The_manifest_beside_the_archive_must_be_the_one_inside(string beside, string? id)
    {
        using (FileStream file = File.Create(_folder.File("x.tar.gz")))
        using (System.IO.Compression.GZipStream gzip = new(file, System.IO.Compression.CompressionLevel.Fastest))
        using (System.Formats.Tar.TarWriter tar = new(gzip))
        {
            tar.WriteEntry(new System.Formats.Tar.UstarTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "manifest.yaml") { DataStream = new MemoryStream(Encoding.ASCII.GetBytes("version: 1\n")) });
        }

        _folder.Write("x-manifest.yaml", Encoding.ASCII.GetBytes(beside));
        if (id is null)
        {
            Assert.Equal("Manifest x-manifest.yaml 11", (await CollectAsync("x.tar.gz"))[^1]);
        }
        else
        {
            Assert.Equal(id, (await FailsAsync("x.tar.gz")).ErrorId);
        }
    }

    [Fact]
    public async Task A_manifest_can_be_published_alone()
    {
        _folder.Write("x-manifest.yaml", "manifest"u8);
        Assert.Equal(["Manifest x-manifest.yaml 8"], await CollectAsync("x-manifest.yaml"));
    }

    [Fact]
    public async Task A_file_that_is_not_there_is_told() => Assert.Equal(ErrorKind.NotFound, (await FailsAsync("x.tar.gz")).Kind);
}
