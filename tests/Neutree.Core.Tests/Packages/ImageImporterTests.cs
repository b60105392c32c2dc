using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Serving;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;
using Neutree.Core.Tests.Fixtures;
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
}
