using System.Formats.Tar;
using Neutree.Core.Docker;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Docker;

public sealed class DockerEngineRealTests
{
    [RequiresPartFact("docker")]
    public async Task Images_are_loaded_listed_saved_and_built_with_a_real_engine()
    {
        await using RealDockerEngine real = await RealDockerEngine.StartAsync();
        using DockerEngine engine = new(new DockerEndpoint(real.Address));
        await engine.PingAsync(default);

        IReadOnlyList<string> loaded = await engine.LoadImagesAsync(
            async (stream, stop) =>
            {
                await using FileStream archive = File.OpenRead(Path.Combine(TestFolders.Fixtures, "archives", "hello.tar"));
                await archive.CopyToAsync(stream, stop);
            },
            default);
        Assert.Equal(["neutree/hello-tools:1.0", "neutree/hello:1.0", "neutree/hello:latest"], loaded.Order(StringComparer.Ordinal));

        DockerImage? hello = await engine.FindImageAsync("neutree/hello:1.0", default);
        Assert.Equal(("linux", "amd64"), (hello?.Os, hello?.Architecture));
        Assert.Null(await engine.FindImageAsync("neutree/hello:2.0", default));
        Assert.Contains(hello!.Id, (await engine.ListImagesAsync(default)).Select(image => image.Id));

        List<string> entries = [];
        await using (Stream saved = await engine.SaveImagesAsync(["neutree/hello:1.0", "neutree/hello-tools:1.0"], default))
        {
            await using TarReader tar = new(saved);
            while (await tar.GetNextEntryAsync() is { } entry)
            {
                entries.Add(entry.Name);
            }
        }

        Assert.Contains("manifest.json", entries);

        string id = await engine.BuildImageAsync(new DockerBuildOptions { Tags = ["built:1"], Labels = new Dictionary<string, string> { ["l"] = "v" } }, WriteContextAsync, null, default);
        Assert.Equal((id, "built:1"), ((await engine.FindImageAsync("built:1", default))?.Id, (await engine.FindImageAsync(id, default))?.RepoTags?.Single()));

        DockerException error = await Assert.ThrowsAsync<DockerException>(
            () => engine.BuildImageAsync(new DockerBuildOptions { Dockerfile = "Missing" }, WriteContextAsync, null, default));
        Assert.Contains("Missing", error.Message, StringComparison.Ordinal);
    }

    private static async Task WriteContextAsync(Stream stream, CancellationToken cancellationToken)
    {
        await using TarWriter tar = new(stream, leaveOpen: true);
        await tar.WriteEntryAsync(
            new PaxTarEntry(TarEntryType.RegularFile, "Dockerfile") { DataStream = new MemoryStream("FROM neutree/hello:1.0\nLABEL x=y\n"u8.ToArray()) },
            cancellationToken);
    }
}
