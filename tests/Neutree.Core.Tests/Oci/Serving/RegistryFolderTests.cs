using System.Security.Cryptography;
using System.Text;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Serving;

namespace Neutree.Core.Tests.Oci.Serving;

public sealed class RegistryFolderTests
{
    [Fact]
    public async Task Two_writers_of_one_folder_lose_nothing()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await using RegistryFolder other = await RegistryFolder.OpenAsync(served.Path);
        Manifest image = await served.PushImageAsync("base", "1");
        ManifestContent content = new(image.MediaType, image.Content, image.Digest);
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            (i % 2 == 0 ? served.Folder : other).WriteManifestAsync($"repo{i % 4}", $"tag{i:00}", content, CancellationToken.None)));
        for (int repository = 0; repository < 4; repository++)
        {
            string[] expected = [.. Enumerable.Range(0, 40).Where(i => i % 4 == repository).Select(i => $"tag{i:00}")];
            Assert.Equal(expected, await served.Folder.ListTagsAsync($"repo{repository}"));
            Assert.Equal(expected, await other.ListTagsAsync($"repo{repository}"));
        }
    }

    [Fact]
    public async Task What_one_process_imports_another_serves_at_once()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        await using RegistryFolder importer = await RegistryFolder.OpenAsync(served.Path);
        byte[] layer = RandomNumberGenerator.GetBytes(3_000_001);
        List<long> progress = [];
        (Digest digest, long size) = await importer.WriteBlobAsync("a", ContentOf(layer), new SynchronousProgress(progress.Add), CancellationToken.None);
        Assert.Equal((Digest.Compute(layer), layer.Length), (digest, size));
        Assert.Equal(layer.Length, progress[^1]);
        (Digest config, _) = await importer.WriteBlobAsync("a", ContentOf("{}"u8.ToArray()), null, CancellationToken.None);
        Manifest manifest = ServedFolder.MakeManifest(new Descriptor(MediaTypes.OciEmpty, config, 2), [new Descriptor(MediaTypes.OciLayer, digest, size)]);
        await importer.WriteManifestAsync("a", "1", new ManifestContent(manifest.MediaType, manifest.Content, manifest.Digest), CancellationToken.None);
        Assert.Equal(manifest.Content.ToArray(), await served.Client.GetByteArrayAsync("/v2/a/manifests/1"));
        Assert.Equal(layer, await served.Client.GetByteArrayAsync($"/v2/a/blobs/{digest}"));
    }

    [Fact]
    public async Task A_moved_tag_leaves_its_old_manifest_by_digest()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        Manifest old = await served.PushImageAsync("a", "1", "old");
        Manifest now = await served.PushImageAsync("a", "1", "new");
        Assert.Equal(now.Digest, (await served.Folder.FindManifestAsync("a", "1", CancellationToken.None))!.Digest);
        Assert.Equal(old.Digest, (await served.Folder.FindManifestAsync("a", old.Digest.ToString(), CancellationToken.None))!.Digest);
        Assert.Null(await served.Folder.FindManifestAsync("b", old.Digest.ToString(), CancellationToken.None));
        Assert.Equal(["1"], await served.Folder.ListTagsAsync("a"));
    }

    [Fact]
    public async Task Entries_of_other_tools_are_served_where_they_name_a_repository_and_kept_otherwise()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        Manifest image = await served.PushImageAsync("a", "1");
        Descriptor plain = image.ToDescriptor() with { ArtifactType = null };
        Descriptor Named(string key, string value) => plain with { Annotations = new Dictionary<string, string> { [key] = value } };
        string path = Path.Combine(served.Path, "index.json");
        await File.WriteAllBytesAsync(path, ImageIndex.Create(
        [
            Named("org.opencontainers.image.ref.name", "team/app:2"),
            Named("io.containerd.image.name", "docker.io/library/postgres:13"),
            Named("org.opencontainers.image.ref.name", "latest"),
        ]).Content.ToArray());
        Assert.Equal(["library/postgres", "team/app"], await served.Folder.ListRepositoriesAsync());
        await served.PushImageAsync("a", "1");
        string index = await File.ReadAllTextAsync(path);
        Assert.Contains("\"org.opencontainers.image.ref.name\":\"latest\"", index, StringComparison.Ordinal);
        Assert.Contains("\"org.opencontainers.image.ref.name\":\"a:1\"", index, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_crash_leaves_only_unfinished_files_and_the_old_ones_are_removed()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        Manifest image = await served.PushImageAsync("a", "1");
        string uploads = Path.Combine(served.Path, ".uploads");
        string fresh = Path.Combine(uploads, new string('a', 32));
        string stale = Path.Combine(uploads, new string('b', 32));
        await File.WriteAllTextAsync(fresh, "half a blob");
        await File.WriteAllTextAsync(stale, "half a blob");
        await File.WriteAllTextAsync(stale + ".session", "a");
        await File.WriteAllTextAsync(Path.Combine(served.Path, "index.json.new"), "{\"half");
        File.SetLastWriteTimeUtc(stale, DateTime.UtcNow.AddDays(-2));
        File.SetLastWriteTimeUtc(stale + ".session", DateTime.UtcNow.AddDays(-2));
        await using RegistryFolder again = await RegistryFolder.OpenAsync(served.Path);
        Assert.Equal([fresh], Directory.EnumerateFiles(uploads));
        Assert.Equal(image.Digest, (await again.FindManifestAsync("a", "1", CancellationToken.None))!.Digest);
        await served.PushImageAsync("a", "2");
        Assert.Equal(["1", "2"], await again.ListTagsAsync("a"));
    }

    [Fact]
    public async Task A_source_that_breaks_off_leaves_nothing()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        BlobContent broken = new()
        {
            Name = "layer",
            OpenAsync = _ => Task.FromResult<BlobStream>(new MemoryBlobStream(new byte[2_000_000], failAtEnd: true)),
        };
        await Assert.ThrowsAsync<OciFormatException>(() => served.Folder.WriteBlobAsync("a", broken, null, CancellationToken.None));
        Assert.Equal([".lock", "index.json", "oci-layout"], Directory.EnumerateFiles(served.Path, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(served.Path, file)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_small_blob_is_read_whole_or_not_at_all()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        Digest digest = await served.PushBlobAsync("a", "{}"u8.ToArray());
        ReadOnlyMemory<byte>? found = await served.Folder.FindSmallBlobAsync("a", new Descriptor(MediaTypes.OciEmpty, digest, 2), CancellationToken.None);
        Assert.Equal("{}"u8.ToArray(), found!.Value.ToArray());
        Assert.Null(await served.Folder.FindSmallBlobAsync("a", new Descriptor(MediaTypes.OciEmpty, Digest.Compute("absent"u8), 6), CancellationToken.None));
    }

    [Fact]
    public async Task A_folder_with_other_files_is_refused()
    {
        using TemporaryFolderPath folder = new();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "thesis.txt"), "mine");
        ServingException error = await Assert.ThrowsAsync<ServingException>(() => RegistryFolder.OpenAsync(folder.Path));
        Assert.Equal("Serving.NotARegistryFolder", error.ErrorId);
        Assert.Equal(["thesis.txt"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Images_are_read_back_with_names_children_and_referrers()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        Manifest image = await served.PushImageAsync("a", "1");
        Manifest signature = await served.PushImageAsync("a", "", "signature", image.ToDescriptor());
        ImageIndex index = ImageIndex.Create([image.ToDescriptor() with { Platform = new Platform("linux", "amd64") }]);
        ManifestContent content = new(index.MediaType, index.Content, index.Digest);
        await served.Folder.WriteManifestAsync("a", "multi", content, CancellationToken.None);
        await served.Folder.WriteManifestAsync("a", "latest", content, CancellationToken.None);

        await using IImageSource source = served.Folder.AsSource();
        IReadOnlyList<SourceImage> images = await source.GetImagesAsync(CancellationToken.None);
        Assert.Equal([["a:1"], ["a:multi", "a:latest"]], images.Select(i => i.Names.ToArray()));
        StoredManifest child = Assert.IsType<StoredManifest>(Assert.Single(Assert.IsType<StoredIndex>(images[1].Content).Children));
        Assert.Equal(image.Content.ToArray(), child.Manifest.Content.ToArray());
        Assert.Equal(signature.Digest, Assert.Single(child.Referrers).Digest);
        await using Stream layer = await source.OpenBlobAsync(child.Layers[0], 2, CancellationToken.None);
        using StreamReader reader = new(layer);
        Assert.Equal("yer", await reader.ReadToEndAsync());
        Assert.Single(await served.Folder.AsSource("a", signature.Digest.ToString()).GetImagesAsync(CancellationToken.None));
        Assert.Empty(await served.Folder.AsSource("b").GetImagesAsync(CancellationToken.None));
    }

    private static BlobContent ContentOf(byte[] bytes) => new()
    {
        Name = "blob",
        OpenAsync = _ => Task.FromResult<BlobStream>(new MemoryBlobStream(bytes)),
    };

    private sealed class SynchronousProgress(Action<long> report) : IProgress<long>
    {
        public void Report(long value) => report(value);
    }

    private sealed class TemporaryFolderPath : IDisposable
    {
        public string Path { get; } = Directory.CreateTempSubdirectory("neutree-serving-").FullName;

        public void Dispose() => Directory.Delete(Path, recursive: true);
    }
}
