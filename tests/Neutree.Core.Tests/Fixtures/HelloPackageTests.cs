using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Checks;

namespace Neutree.Core.Tests.Fixtures;

/// <summary>The sample packages that the module's tests and examples use: two versions of one; NEUTREE_UPDATE_FIXTURES=1 writes them anew.</summary>
public sealed class HelloPackageTests
{
    private static string Folder => Path.Combine(TestFolders.Fixtures, "packages");

    private static async Task<PackageWriteResult> WriteAsync(TemporaryFolder folder, string name, string version, params string[] layers)
    {
        SampleImage hello = SampleImage.Create(layers);
        string layout = folder.Write(name + ".tar", ArchiveBuilder.CreateLayout(gzip: true, dockerList: false, (hello, ["docker.io/neutree/hello:1.0", "docker.io/neutree/hello:latest"])).ToTar());
        await using ImageArchive archive = await ImageArchive.OpenAsync(layout, new ArchiveOptions(), CancellationToken.None);
        SourceImage image = Assert.Single(await archive.GetImagesAsync(CancellationToken.None));
        return await new PackageWriter(new PackageWriteOptions
        {
            OutputPath = folder.File(name + ".tar.gz"),
            Manifest = new PackageManifest { Metadata = new PackageMetadata { Version = version, Author = "Neutree Team", Tags = ["cluster", "amd64"] } },
            Images = [new PackageImageContent { Source = archive, Image = image, Names = [.. image.Names.Select(ImageReference.Parse)] }],
            Files = [PackageFileContent.FromBytes("README.md", "# Hello\n"u8.ToArray())],
            WritesManifestBeside = false,
        }).WriteAsync(null, CancellationToken.None);
    }

    [Theory]
    [InlineData("hello", "v1.0.0", "Hello from Neutree.\n")]
    [InlineData("hello-2", "v1.0.1", "Hello from Neutree.\n", "It has grown.\n")]
    public async Task The_sample_package_is_sound_and_says_what_its_code_makes(string name, string version, params string[] layers)
    {
        using TemporaryFolder folder = new();
        PackageWriteResult made = await WriteAsync(folder, name, version, layers);
        string path = Path.Combine(Folder, name + ".tar.gz");
        if (Environment.GetEnvironmentVariable("NEUTREE_UPDATE_FIXTURES") == "1")
        {
            Directory.CreateDirectory(Folder);
            File.Copy(made.Path, path, overwrite: true);
        }

        // What gzip makes of the same bytes is the runtime's affair; what is inside isn't, but for the gzip in the layers.
        await using ImportPackage package = await PackageReader.OpenAsync(path, new ArchiveOptions(), CancellationToken.None);
        Assert.Equal(made.Manifest.Images.Select(image => $"{image.ImageName}:{image.Tag} {image.Platform}"), package.Manifest!.Images.Select(image => $"{image.ImageName}:{image.Tag} {image.Platform}"));
        Assert.Equal(version, package.Manifest.Metadata.Version);
        PackageFinding finding = Assert.Single(await new PackageChecker(new PackageCheckOptions { Path = path, Deep = true }).CheckAsync(null, CancellationToken.None).ToListAsync());
        Assert.Equal("Package.Sound", finding.Id);
    }
}
