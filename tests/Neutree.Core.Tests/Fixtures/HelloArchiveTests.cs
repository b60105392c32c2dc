using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;

namespace Neutree.Core.Tests.Fixtures;

/// <summary>The sample archive of the README; NEUTREE_UPDATE_FIXTURES=1 writes it anew.</summary>
public sealed class HelloArchiveTests
{
    private static string HelloPath => Path.Combine(TestFolders.Fixtures, "archives", "hello.tar");

    [Fact]
    public void The_sample_archive_is_what_its_code_makes()
    {
        SampleImage hello = SampleImage.Create("Hello from Neutree.\n", "It needed no container engine.\n");
        SampleImage tools = SampleImage.Create("Hello from Neutree.\n", "Its first layer is the first image's.\n");
        byte[] made = ArchiveBuilder.CreateDockerSave(
            (hello, ["neutree/hello:1.0", "neutree/hello:latest"]),
            (tools, ["neutree/hello-tools:1.0"])).ToTar();
        if (Environment.GetEnvironmentVariable("NEUTREE_UPDATE_FIXTURES") == "1")
        {
            File.WriteAllBytes(HelloPath, made);
        }

        Assert.Equal(made, File.ReadAllBytes(HelloPath));
    }

    [Fact]
    public async Task The_sample_archive_holds_two_images_under_three_names()
    {
        await using ImageArchive archive = await ImageArchive.OpenAsync(HelloPath, new ArchiveOptions(), CancellationToken.None);
        IReadOnlyList<SourceImage> images = await archive.GetImagesAsync(CancellationToken.None);
        Assert.Equal(
            ["neutree/hello:1.0,neutree/hello:latest", "neutree/hello-tools:1.0"],
            images.Select(image => string.Join(',', image.Names)));
    }
}
