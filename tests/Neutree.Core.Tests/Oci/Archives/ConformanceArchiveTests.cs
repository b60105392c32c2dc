using System.Text.Json;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Oci.Archives;

/// <summary>Archives made by docker, podman, crane and skopeo read as <c>archives.json</c> says.</summary>
public sealed class ConformanceArchiveTests
{
    public static TheoryData<string> Files()
    {
        TheoryData<string> files = [];
        if (TestFolders.Conformance is { } folder)
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "archives", "archives.json")));
            foreach (JsonProperty file in document.RootElement.EnumerateObject().Where(file => !file.Value.TryGetProperty("package", out _)))
            {
                files.Add(file.Name);
            }
        }

        return files;
    }

    [ConformanceTheory]
    [MemberData(nameof(Files))]
    public async Task Every_archive_reads_as_described(string name)
    {
        string folder = Path.Combine(TestFolders.Conformance!, "archives");
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "archives.json")));
        JsonElement expected = document.RootElement.GetProperty(name);
        if (name.EndsWith(".zst", StringComparison.Ordinal))
        {
            ArchiveException refused = await Assert.ThrowsAsync<ArchiveException>(
                () => ImageArchive.OpenAsync(Path.Combine(folder, name), new ArchiveOptions(), CancellationToken.None));
            Assert.Contains("zstd", refused.Message, StringComparison.Ordinal);
            return;
        }

        if (expected.TryGetProperty("same_as", out JsonElement same))
        {
            expected = document.RootElement.GetProperty(same.GetString()!);
        }

        await using ImageArchive archive = await ImageArchive.OpenAsync(Path.Combine(folder, name), new ArchiveOptions(), CancellationToken.None);
        IReadOnlyList<SourceImage> images = await archive.GetImagesAsync(CancellationToken.None);
        Assert.Equal(
            expected.GetProperty("images").EnumerateArray().Select(Describe).Order(StringComparer.Ordinal),
            images.Select(Describe).Order(StringComparer.Ordinal));

        foreach (SourceBlob layer in images.SelectMany(image => LayersOf(image.Content)))
        {
            byte[] content = await ArchiveReading.ReadBlobAsync(archive, layer);
            Assert.Equal(layer.Size, content.Length);
            if (layer.Digest is { } digest)
            {
                Assert.Equal(digest, Digest.Compute(content));
            }
        }
    }

    private static IReadOnlyList<SourceBlob> LayersOf(SourceContent content) =>
        content is LooseImage loose ? loose.Layers : ((StoredManifest)content).Layers;

    private static string Describe(JsonElement image) => string.Join(
        '\n',
        [
            image.GetProperty("config").GetString()!,
            .. image.GetProperty("diffIds").EnumerateArray().Select(id => id.GetString()!),
            .. image.GetProperty("tags").EnumerateArray().Select(tag => tag.GetString()!),
            image.GetProperty("os").GetString() + "/" + image.GetProperty("architecture").GetString(),
        ]);

    private static string Describe(SourceImage image)
    {
        (Digest config, Platform? platform) = image.Content switch
        {
            LooseImage loose => (loose.ConfigDigest, loose.Config.Platform),
            StoredManifest stored => (stored.Manifest.Config.Digest, stored.Platform),
            _ => throw new InvalidOperationException("no index is expected in these archives"),
        };
        return string.Join('\n', [config.ToString(), .. LayersOf(image.Content).Select(layer => layer.DiffId.ToString()!), .. image.Names, platform!.ToString()]);
    }
}
