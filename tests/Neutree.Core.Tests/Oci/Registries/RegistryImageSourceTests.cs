using System.Text;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;
using static Neutree.Core.Tests.Oci.Registries.ScriptedServer;

namespace Neutree.Core.Tests.Oci.Registries;

public sealed class RegistryImageSourceTests
{
    private static readonly Manifest Image = Manifest.Create(
        new Descriptor(MediaTypes.OciConfig, Digest.OfEmptyJson, 2),
        [new Descriptor(MediaTypes.OciLayerGzip, Digest.Compute([1]), 1)]);

    private static readonly Descriptor Present = new(MediaTypes.OciManifest, Image.Digest, Image.Content.Length) { Platform = new Platform("linux", "amd64") };
    private static readonly Descriptor Absent = new(MediaTypes.OciManifest, Digest.Compute([2]), 7) { Platform = new Platform("linux", "arm64") };
    private static readonly ImageIndex Index = ImageIndex.Create([Present, Absent]);

    [Fact]
    public async Task An_index_is_read_with_the_children_that_are_there()
    {
        await using ScriptedServer server = Registry();
        await using RegistryImageSource source = new(TestBlobs.Client(server.Host), [ImageReference.Parse($"{server.Host}/a/b:v1")]);

        SourceImage image = Assert.Single(await source.GetImagesAsync(default));

        Assert.Equal([$"{server.Host}/a/b:v1"], image.Names);
        StoredIndex index = Assert.IsType<StoredIndex>(image.Content);
        Assert.Equal((Index.Digest, Absent.Digest), (index.Digest, Assert.Single(index.Missing).Digest));
        StoredManifest child = Assert.IsType<StoredManifest>(Assert.Single(index.Children));
        Assert.Equal((Image.Digest, new Platform("linux", "amd64")), (child.Digest, child.Platform));
        SourceBlob layer = Assert.Single(child.Layers);
        Assert.Equal((Digest.Compute([1]), 1L, BlobCompression.Gzip, "a/b"), (layer.Digest!.Value, layer.Size, layer.Compression, layer.Locator));
        using Stream stream = await source.OpenBlobAsync(layer, 0, default);
        Assert.Equal((1, -1), (await ReadByteAsync(stream), await ReadByteAsync(stream)));
        Assert.DoesNotContain(server.Lines, l => l.Contains("referrers", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_reference_that_isn_t_there_fails_alone()
    {
        await using ScriptedServer server = Registry();
        ImageReference good = ImageReference.Parse($"{server.Host}/a/b:v1");
        ImageReference bad = ImageReference.Parse($"{server.Host}/a/b:v2");
        await using RegistryImageSource source = new(TestBlobs.Client(server.Host), [good, bad]);

        RegistryException error = await Assert.ThrowsAsync<RegistryException>(() => source.FindImageAsync(bad, default));

        Assert.Equal(("Registry.ManifestNotFound", ErrorKind.NotFound, bad.ToString()), (error.ErrorId, error.Kind, error.Target));
        Assert.Equal(Index.Digest, (await source.FindImageAsync(good, default)).Content.Digest);
    }

    [Fact]
    public async Task A_small_blob_is_checked_against_its_digest()
    {
        await using ScriptedServer server = Answer(request =>
            request.Target.EndsWith(Digest.OfEmptyJson.Hex, StringComparison.Ordinal) ? Reply("200 OK", "", "{}")
            : request.Target.Contains("blobs", StringComparison.Ordinal) ? Reply("404 Not Found")
            : Reply("200 OK"));
        await using RegistryImageTarget target = new(TestBlobs.Client(server.Host));

        Assert.Equal("{}"u8.ToArray(), (await target.FindSmallBlobAsync("a/b", new Descriptor(MediaTypes.OciConfig, Digest.OfEmptyJson, 2), default))!.Value.ToArray());
        Assert.Null(await target.FindSmallBlobAsync("a/b", new Descriptor(MediaTypes.OciConfig, Digest.Compute([9]), 2), default));
    }

    [Fact]
    public async Task A_small_blob_with_other_bytes_is_an_error()
    {
        await using ScriptedServer server = Answer(request => request.Target == "/v2/" ? Reply("200 OK") : Reply("200 OK", "", "[]"));
        await using RegistryImageTarget target = new(TestBlobs.Client(server.Host));

        RegistryException error = await Assert.ThrowsAsync<RegistryException>(
            () => target.FindSmallBlobAsync("a/b", new Descriptor(MediaTypes.OciConfig, Digest.OfEmptyJson, 2), default));

        Assert.Equal("Registry.DigestMismatch", error.ErrorId);
    }

    private static async Task<int> ReadByteAsync(Stream stream)
    {
        byte[] one = new byte[1];
        return await stream.ReadAsync(one) == 1 ? one[0] : -1;
    }

    private static ScriptedServer Registry() => Answer(request => request.Target switch
    {
        "/v2/" => Reply("200 OK"),
        "/v2/a/b/manifests/v1" => Reply("200 OK", $"Content-Type: {MediaTypes.OciIndex}\r\n", Encoding.UTF8.GetString(Index.Content.Span)),
        _ when request.Target == $"/v2/a/b/manifests/{Image.Digest}" => Reply("200 OK", $"Content-Type: {MediaTypes.OciManifest}\r\n", Encoding.UTF8.GetString(Image.Content.Span)),
        _ when request.Target == $"/v2/a/b/blobs/{Digest.Compute([1])}" => Reply("200 OK", "", "\u0001"),
        _ => Reply("404 Not Found"),
    });
}
