using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Serving;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Oci.Registries;
using Neutree.Core.Tests.Oci.Serving;

namespace Neutree.Core.Tests.Packages;

public sealed class ImageImporterTests
{
    private static readonly SampleImage Image = SampleImage.Create("base", "app");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_image_saved_from_a_registry_is_imported_with_the_manifest_the_registry_served(bool gzip)
    {
        using TemporaryFolder folder = new();
        string layout = folder.Write("layout.tar", ArchiveBuilder.CreateLayout(gzip, dockerList: false, (Image, ["team/app:1"])).ToTar());
        string saved = folder.File("saved.tar");
        await using LocalRegistry registry = await LocalRegistry.ServePackageAsync(
            layout, null, ServedFolder.FreePort, NullLogger.Instance, CancellationToken.None);
        ImageSaver saver = new(new ImageSaveOptions { Images = [$"{registry.Url.Authority}/team/app:1"], Path = saved });
        Assert.All(await saver.SaveAsync(null, CancellationToken.None).ToListAsync(), result => Assert.Null(result.Error));

        ImageImportOptions options = new() { Path = saved, DataFolder = folder.File("data") };
        ImageTransferResult imported = Assert.Single(await new ImageImporter(options).ImportAsync(null, CancellationToken.None).ToListAsync());

        Digest expected = Image.CreateManifest(gzip).Digest;
        Assert.Equal((TransferStatus.Copied, expected), (imported.Status, imported.Digest));
        ImageLister lister = new(new ImageListOptions { Path = options.DataFolder });
        ImageListing listed = Assert.Single(await lister.ListAsync(CancellationToken.None).ToListAsync());
        Assert.Equal(expected, listed.ManifestDigest);
    }

    [Fact]
    public async Task A_package_is_downloaded_and_its_images_go_into_a_folder()
    {
        using TemporaryFolder folder = new();
        byte[] package = new ArchiveBuilder()
            .AddFile("images/all.tar", ArchiveBuilder.CreateDockerSave((Image, ["team/app:1"])).ToTar())
            .AddFile("manifest.yaml", "images: [{image_name: team/app, tag: '1', image_file: images/all.tar}]").ToTarGzip();
        await using ScriptedServer server = ScriptedServer.Run(async (_, connection) =>
        {
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {package.Length}\r\n\r\n");
            await connection.SendAsync(package);
        });
        CollectingLogger log = new();
        ImageImportOptions options = new() { PackageUri = new Uri($"http://{server.Host}/package.tar.gz"), DataFolder = folder.File("data") };

        ImageTransferResult imported = Assert.Single(await new ImageImporter(options, log).ImportAsync(null, CancellationToken.None).ToListAsync());

        Assert.Equal((TransferStatus.Copied, "images/all.tar: team/app:1"), (imported.Status, imported.Source));
        ImageLister lister = new(new ImageListOptions { Path = options.DataFolder });
        ImageListing listed = Assert.Single(await lister.ListAsync(CancellationToken.None).ToListAsync());
        Assert.Equal((imported.Digest, Image.ConfigDigest), (listed.ManifestDigest, listed.ConfigDigest));
        string kept = log.All.First(line => line.Contains("is kept in ", StringComparison.Ordinal)).Split("is kept in ")[1].Split(" during ")[0];
        Assert.False(Directory.Exists(Path.GetDirectoryName(kept)));
    }

    [Fact]
    public async Task A_download_that_fails_writes_nothing()
    {
        using TemporaryFolder folder = new();
        await using ScriptedServer server = ScriptedServer.Answer(_ => ScriptedServer.Reply("404 Not Found"));
        ImageImportOptions options = new() { PackageUri = new Uri($"http://{server.Host}/package.tar.gz"), DataFolder = folder.File("data") };
        PackageException error = await Assert.ThrowsAsync<PackageException>(
            async () => await new ImageImporter(options).ImportAsync(null, CancellationToken.None).ToListAsync());
        Assert.Equal($"download of http://{server.Host}/package.tar.gz failed: HTTP 404 Not Found", error.Message);
        Assert.False(Directory.Exists(options.DataFolder));
    }

    [Theory]
    [InlineData(null, false, "Give it one: -Reference name:tag (--reference name:tag).")]
    [InlineData("team/app:1", false, null)]
    [InlineData("team/app:1", true, "2 images have no name, and -Reference (--reference) names a single one: tag them where the archive is saved.")]
    public async Task An_unnamed_image_needs_a_reference_which_names_one_only(string? reference, bool twoUnnamed, string? advice)
    {
        using TemporaryFolder folder = new();
        ArchiveBuilder builder = twoUnnamed
            ? ArchiveBuilder.CreateDockerSave((Image, null), (SampleImage.Create("other"), null))
            : ArchiveBuilder.CreateDockerSave((Image, null));
        ImageImportOptions options = new() { Path = folder.Write("unnamed.tar", builder.ToTar()), DataFolder = folder.File("data"), Reference = reference };
        List<ImageTransferResult> results = await new ImageImporter(options).ImportAsync(null, CancellationToken.None).ToListAsync();
        Assert.Equal(twoUnnamed ? 2 : 1, results.Count);
        Assert.All(results, result => Assert.Equal(advice, (result.Error as NeutreeException)?.Recommendation));
        Assert.All(results, result => Assert.Equal(advice is null ? TransferStatus.Copied : TransferStatus.Failed, result.Status));
    }
}
