using System.IO.Compression;
using System.Net;
using System.Text;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Serving;

namespace Neutree.Core.Tests.Oci.Serving;

public sealed class SourceServingTests
{
    private static readonly byte[] Plain = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a plain layer ", 10_000)));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_docker_archive_is_served_with_a_manifest_made_on_the_fly(bool isSequential)
    {
        byte[] gzip = Gzip(Plain);
        LooseSource source = new([(Plain, BlobCompression.None), (gzip, BlobCompression.Gzip)], Digest.Compute(Plain), isSequential);
        await using RegistryServer server = await RegistryServer.StartAsync(source, ServedFolder.FreePort);
        using HttpClient client = new() { BaseAddress = server.Url };
        Manifest manifest = Manifest.Parse(await client.GetByteArrayAsync("/v2/library/app/manifests/1"));
        Assert.Equal([(MediaTypes.OciLayer, Digest.Compute(Plain)), (MediaTypes.OciLayerGzip, Digest.Compute(gzip))], manifest.Layers.Select(l => (l.MediaType, l.Digest)));
        byte[][] layers = await Task.WhenAll(manifest.Layers.Select(l => client.GetByteArrayAsync($"/v2/library/app/blobs/{l.Digest}")));
        Assert.Equal([Plain, gzip], layers);
        Assert.Equal(source.Config, await client.GetByteArrayAsync($"/v2/library/app/blobs/{manifest.Config.Digest}"));
        Assert.True(source.MostOpen == 1 || !isSequential);
        using HttpRequestMessage part = new(HttpMethod.Get, $"/v2/library/app/blobs/{Digest.Compute(Plain)}") { Headers = { { "Range", "bytes=2-6" } } };
        using HttpResponseMessage middle = await client.SendAsync(part);
        Assert.Equal("plain", await middle.Content.ReadAsStringAsync());
        using HttpResponseMessage push = await client.PostAsync(new Uri("/v2/library/app/blobs/uploads/", UriKind.Relative), null);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, push.StatusCode);
        Assert.Equal("""{"repositories":["library/app"]}""", await client.GetStringAsync("/v2/_catalog"));
        using HttpResponseMessage referrers = await client.GetAsync(new Uri($"/v2/library/app/referrers/{manifest.Digest}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, referrers.StatusCode);
    }

    [Fact]
    public async Task A_layer_that_is_not_what_the_config_says_never_arrives_whole()
    {
        LooseSource source = new([(Plain, BlobCompression.None)], Digest.Compute("something else"u8), isSequential: false);
        await using RegistryServer server = await RegistryServer.StartAsync(source, ServedFolder.FreePort);
        using HttpClient client = new() { BaseAddress = server.Url };
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => client.GetByteArrayAsync($"/v2/library/app/blobs/{Digest.Compute("something else"u8)}"));
        Assert.Equal("{}", await client.GetStringAsync("/v2/"));
    }

    [Fact]
    public async Task A_compressed_layer_that_is_not_what_the_config_says_is_refused_at_once()
    {
        LooseSource source = new([(Gzip(Plain), BlobCompression.Gzip)], Digest.Compute("something else"u8), isSequential: false);
        ServingException error = await Assert.ThrowsAsync<ServingException>(() => RegistryServer.StartAsync(source, ServedFolder.FreePort));
        Assert.Equal("Serving.DigestMismatch", error.ErrorId);
    }

    [Fact]
    public async Task A_registry_folder_read_as_a_source_serves_the_same()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        Manifest image = await served.PushImageAsync("team/app", "1");
        Manifest signature = await served.PushImageAsync("team/app", "", "signature", image.ToDescriptor());
        await using RegistryServer mirror = await RegistryServer.StartAsync(served.Folder.AsSource(), ServedFolder.FreePort);
        using HttpClient client = new() { BaseAddress = mirror.Url };
        foreach (string path in new[] { "tags/list", "manifests/1", $"referrers/{image.Digest}", $"manifests/{signature.Digest}", $"blobs/{signature.Layers[0].Digest}" })
        {
            Assert.Equal(await served.Client.GetStringAsync($"/v2/team/app/{path}"), await client.GetStringAsync($"/v2/team/app/{path}"));
        }
    }

    private static byte[] Gzip(byte[] content)
    {
        using MemoryStream buffer = new();
        using (GZipStream gzip = new(buffer, CompressionLevel.Fastest))
        {
            gzip.Write(content);
        }

        return buffer.ToArray();
    }

    private sealed class LooseSource((byte[] Stored, BlobCompression Compression)[] layers, Digest diffId, bool isSequential) : IImageSource
    {
        private int _open;

        public byte[] Config { get; } = Encoding.UTF8.GetBytes(
            $$$"""{"architecture":"amd64","os":"linux","rootfs":{"type":"layers","diff_ids":[{{{string.Join(',', layers.Select(_ => $"\"{diffId}\""))}}}]}}""");

        public int MostOpen { get; private set; }

        public string Name => "app.tar";

        public bool IsSequential => isSequential;

        public Task<IReadOnlyList<SourceImage>> GetImagesAsync(CancellationToken cancellationToken)
        {
            LooseImage image = new(ImageConfig.Parse(Config), Config, Digest.Compute(Config))
            {
                Layers = [.. layers.Select(layer => new SourceBlob { MediaType = MediaTypes.OciLayer, DiffId = diffId, Size = layer.Stored.Length, Compression = layer.Compression, Locator = layer.Stored })],
            };
            return Task.FromResult<IReadOnlyList<SourceImage>>([new SourceImage { Names = ["app:1"], Content = image }]);
        }

        public Task<Stream> OpenBlobAsync(SourceBlob blob, long offset, CancellationToken cancellationToken)
        {
            MostOpen = Math.Max(MostOpen, Interlocked.Increment(ref _open));
            return Task.FromResult<Stream>(new CountedStream(((byte[])blob.Locator!)[(int)offset..], () => Interlocked.Decrement(ref _open)));
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    private sealed class CountedStream(byte[] content, Action closed) : MemoryStream(content)
    {
        private int _isClosed;

        protected override void Dispose(bool disposing)
        {
            if (Interlocked.Exchange(ref _isClosed, 1) == 0)
            {
                closed();
            }

            base.Dispose(disposing);
        }
    }
}
