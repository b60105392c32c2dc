using System.Diagnostics;
using System.Text.Json;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Oci.Archives;

public sealed class ImageArchiveWriterTests
{
    private static readonly SampleImage Amd64 = SampleImage.Create("one", "two");
    private static readonly SampleImage Arm64 = SampleImage.CreateFor("arm64", "one", "three");

    private static ManifestContent ContentOf(Manifest manifest) => new(manifest.MediaType, manifest.Content, manifest.Digest);

    private static async Task WriteImageAsync(ImageArchiveWriter writer, SampleImage image, string repository, params string[] tags)
    {
        await Task.WhenAll(image.GzipLayers.Append(image.Config).Select(
            blob => writer.WriteBlobAsync(repository, ByteBlobStream.ContentOf(blob), null, CancellationToken.None)));
        foreach (string tag in tags)
        {
            await writer.WriteManifestAsync(repository, tag, ContentOf(image.CreateManifest(gzip: true)), CancellationToken.None);
        }
    }

    private static async Task<ImageIndex> WriteIndexAsync(ImageArchiveWriter writer, string repository, string tag)
    {
        ImageIndex index = ImageIndex.Create(((SampleImage[])[Arm64, Amd64]).Select(image => image.CreateManifest(gzip: true).ToDescriptor() with
        {
            ArtifactType = null,
            Platform = ImageConfig.Parse(image.Config).Platform,
        }));
        foreach (SampleImage image in (SampleImage[])[Arm64, Amd64])
        {
            await WriteImageAsync(writer, image, repository, image.CreateManifest(gzip: true).Digest.ToString());
        }

        await writer.WriteManifestAsync(repository, tag, new ManifestContent(index.MediaType, index.Content, index.Digest), CancellationToken.None);
        return index;
    }

    private static async Task<string> WriteSampleAsync(TemporaryFolder folder)
    {
        string path = folder.File("saved.tar");
        await using ImageArchiveWriter writer = ImageArchiveWriter.Create(path);
        await WriteImageAsync(writer, Amd64, "docker.io/library/hello", "1.0", "latest");
        await WriteIndexAsync(writer, "registry.example.com:5000/team/multi", "2.0");
        await writer.CompleteAsync(CancellationToken.None);
        return path;
    }

    [Fact]
    public async Task What_was_written_is_read_back()
    {
        using TemporaryFolder folder = new();
        string path = await WriteSampleAsync(folder);
        await using ImageArchive archive = await ImageArchive.OpenAsync(path, new ArchiveOptions(), CancellationToken.None);
        IReadOnlyList<SourceImage> images = await archive.GetImagesAsync(CancellationToken.None);
        Dictionary<string, SourceContent> byName = images.SelectMany(image => image.Names.Select(name => (Name: ImageReference.Parse(name).ToString(), image.Content)))
            .ToDictionary(pair => pair.Name, pair => pair.Content);
        Assert.Equal(
            ["docker.io/library/hello:1.0", "docker.io/library/hello:latest", "registry.example.com:5000/team/multi:2.0"],
            byName.Keys.Order(StringComparer.Ordinal));
        StoredIndex index = Assert.IsType<StoredIndex>(byName["registry.example.com:5000/team/multi:2.0"]);
        Assert.Empty(index.Missing);
        foreach (StoredManifest manifest in index.Children.Cast<StoredManifest>())
        {
            foreach (SourceBlob layer in manifest.Layers)
            {
                Assert.Equal(layer.Digest, Digest.Compute(await ArchiveReading.ReadBlobAsync(archive, layer)));
            }
        }
    }

    [Fact]
    public async Task Docker_gets_one_platform_of_an_index_and_short_names()
    {
        using TemporaryFolder folder = new();
        string path = folder.File("saved.tar");
        await using (ImageArchiveWriter writer = ImageArchiveWriter.Create(path))
        {
            await WriteIndexAsync(writer, "docker.io/library/multi", "2.0");
            await writer.CompleteAsync(CancellationToken.None);
        }

        string folderPath = folder.File("out");
        Directory.CreateDirectory(folderPath);
        System.Formats.Tar.TarFile.ExtractToDirectory(path, folderPath, overwriteFiles: false);
        using JsonDocument list = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folderPath, "manifest.json")));
        JsonElement item = Assert.Single(list.RootElement.EnumerateArray());
        Assert.Equal(ArchiveBuilder.BlobName(Amd64.ConfigDigest), item.GetProperty("Config").GetString());
        Assert.Equal(["multi:2.0"], item.GetProperty("RepoTags").EnumerateArray().Select(tag => tag.GetString()));
        Assert.Equal(Amd64.Config, File.ReadAllBytes(Path.Combine(folderPath, item.GetProperty("Config").GetString()!)));
    }

    [Fact]
    public async Task The_same_images_give_the_same_bytes()
    {
        using TemporaryFolder folder = new();
        List<byte[]> files = [];
        for (int i = 0; i < 2; i++)
        {
            string path = folder.File($"{i}.tar");
            await using ImageArchiveWriter writer = ImageArchiveWriter.Create(path, DateTimeOffset.UnixEpoch);
            await WriteImageAsync(writer, Amd64, "docker.io/library/hello", "1.0");
            await writer.CompleteAsync(CancellationToken.None);
            files.Add(File.ReadAllBytes(path));
        }

        Assert.Equal(files[0], files[1]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_place_of_a_blob_that_failed_is_used_again_or_closed(bool again)
    {
        byte[] first = new byte[200_000];
        byte[] second = [.. first, 1];
        byte[] good = [7, 7];
        using TemporaryFolder folder = new();
        string path = folder.File("saved.tar");
        await using (ImageArchiveWriter writer = ImageArchiveWriter.Create(path))
        {
            await Assert.ThrowsAsync<HttpRequestException>(
                () => writer.WriteBlobAsync("r", ByteBlobStream.ContentOf(first, failAfter: 100_000), null, CancellationToken.None));
            Assert.False(await writer.HasBlobAsync("r", Digest.Compute(first), CancellationToken.None));
            await writer.WriteBlobAsync("r", ByteBlobStream.ContentOf(second), null, CancellationToken.None);
            if (again)
            {
                await writer.WriteBlobAsync("r", ByteBlobStream.ContentOf(first), null, CancellationToken.None);
            }

            await writer.WriteBlobAsync("r", ByteBlobStream.ContentOf(good), null, CancellationToken.None);
            await writer.CompleteAsync(CancellationToken.None);
        }

        Dictionary<string, byte[]> entries = [];
        using (FileStream file = File.OpenRead(path))
        using (System.Formats.Tar.TarReader reader = new(file))
        {
            while (reader.GetNextEntry(copyData: true) is { } entry)
            {
                using MemoryStream content = new();
                entry.DataStream?.CopyTo(content);
                entries[entry.Name] = content.ToArray();
            }
        }

        byte[][] expected = again ? [first, second, good] : [second, good];
        Assert.Equal(
            expected.Select(blob => ArchiveBuilder.BlobName(Digest.Compute(blob))).Concat(["index.json", "manifest.json", "oci-layout"]).Order(StringComparer.Ordinal),
            entries.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, blob => Assert.Equal(blob, entries[ArchiveBuilder.BlobName(Digest.Compute(blob))]));
    }

    [Fact]
    public async Task Content_that_is_not_what_was_promised_is_refused()
    {
        using TemporaryFolder folder = new();
        await using ImageArchiveWriter writer = ImageArchiveWriter.Create(folder.File("saved.tar"));
        byte[] blob = [1, 2, 3];
        BlobContent content = ByteBlobStream.ContentOf(blob);
        foreach (BlobContent wrong in (BlobContent[])[content with { Length = 2 }, content with { Length = 4 }, content with { Digest = Digest.Compute("x"u8) }])
        {
            ArchiveException error = await Assert.ThrowsAsync<ArchiveException>(() => writer.WriteBlobAsync("r", wrong, null, CancellationToken.None));
            Assert.Equal("Archive.BlobMismatch", error.ErrorId);
        }

        ArchiveException unknown = await Assert.ThrowsAsync<ArchiveException>(() => writer.WriteBlobAsync("r", content with { Length = null }, null, CancellationToken.None));
        Assert.Equal("Archive.LengthUnknown", unknown.ErrorId);
    }

    [Fact]
    public async Task Without_completion_nothing_remains_and_the_old_file_stays()
    {
        using TemporaryFolder folder = new();
        string path = folder.Write("saved.tar", [1]);
        await using (ImageArchiveWriter writer = ImageArchiveWriter.Create(path))
        {
            await WriteImageAsync(writer, Amd64, "docker.io/library/hello", "1.0");
            Assert.True(File.Exists(path + ".partial"));
        }

        Assert.Equal([path], Directory.GetFiles(folder.Path));
        Assert.Equal([1], File.ReadAllBytes(path));
    }

    [Fact]
    public async Task Manifests_and_small_blobs_can_be_asked_for_again()
    {
        using TemporaryFolder folder = new();
        await using ImageArchiveWriter writer = ImageArchiveWriter.Create(folder.File("saved.tar"));
        await WriteImageAsync(writer, Amd64, "docker.io/library/hello", "1.0");
        Manifest manifest = Amd64.CreateManifest(gzip: true);
        Assert.Equal(manifest.Digest, (await writer.FindManifestAsync("docker.io/library/hello", "1.0", CancellationToken.None))!.Digest);
        Assert.Equal(manifest.Digest, (await writer.FindManifestAsync("docker.io/library/hello", manifest.Digest.ToString(), CancellationToken.None))!.Digest);
        Assert.Null(await writer.FindManifestAsync("docker.io/library/hello", "2.0", CancellationToken.None));
        Assert.Equal(Amd64.Config, (await writer.FindSmallBlobAsync("docker.io/library/hello", manifest.Config, CancellationToken.None))!.Value.ToArray());
    }

    [RequiresPartFact("skopeo")]
    public async Task Skopeo_reads_it_as_docker_archive_and_as_layout()
    {
        using TemporaryFolder folder = new();
        string path = await WriteSampleAsync(folder);
        string amd64 = string.Join(',', Amd64.DiffIds);
        await RunAsync("skopeo", "copy", $"docker-archive:{path}:hello:1.0", $"dir:{folder.File("a")}", "--insecure-policy");
        await RunAsync("skopeo", "copy", $"oci-archive:{path}:1.0", $"dir:{folder.File("b")}", "--insecure-policy");
        await RunAsync("skopeo", "copy", "--all", $"oci-archive:{path}:2.0", $"dir:{folder.File("c")}", "--insecure-policy");
        Assert.Equal(Amd64.CreateManifest(gzip: true).Content.ToArray(), File.ReadAllBytes(Path.Combine(folder.File("b"), "manifest.json")));
        Assert.Equal(Amd64.Config, File.ReadAllBytes(Path.Combine(folder.File("a"), Amd64.ConfigDigest.Hex)));
        Assert.Equal(amd64, string.Join(',', ImageConfig.Parse(File.ReadAllBytes(Path.Combine(folder.File("c"), Amd64.ConfigDigest.Hex))).DiffIds));
    }

    [RequiresPartFact("docker")]
    public async Task Docker_loads_it_under_all_its_names()
    {
        using TemporaryFolder folder = new();
        string path = await WriteSampleAsync(folder);
        await using RealDockerEngine engine = await RealDockerEngine.StartAsync();
        string output = await engine.RunAsync("load", "--input", path);
        foreach (string name in (string[])["hello:1.0", "hello:latest", "registry.example.com:5000/team/multi:2.0"])
        {
            Assert.Contains($"Loaded image: {name}", output, StringComparison.Ordinal);
            string loaded = await engine.RunAsync("image", "inspect", "--format", "{{json .RootFS.Layers}}", name);
            Assert.Equal(Amd64.DiffIds.Select(id => id.ToString()), JsonDocument.Parse(loaded).RootElement.EnumerateArray().Select(id => id.GetString()));
        }
    }

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', arguments)}: {errors}{await output}");
        return await output;
    }
}
