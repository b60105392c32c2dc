using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Serving;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Publishing;
using Neutree.Core.Packages.Servers;
using Neutree.Core.Tests.Oci.Registries;
using Neutree.Core.Tests.Oci.Serving;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Packages.Publishing;

/// <summary>Uploads to real servers whose connections break, or in front of which something answers 503.</summary>
public sealed class BrokenUploadTests : IDisposable
{
    private const string Unavailable = "503 Service Unavailable";
    private readonly PublishSetup _setup = new(3 * 1024 * 1024);

    public void Dispose() => _setup.Dispose();

    private Task<PublishedPackage> ToWebServerAsync(FaultyProxy proxy, PublishMethod method) => _setup.PublishAsync(
        new Uri($"http://{proxy.Host}/files/"), method, options => options with { Server = options.Server with { Token = RealWebDavServer.Token } });

    private async Task AssertArrivedAsync(RealWebDavServer server, FaultyProxy proxy, PublishedPackage published)
    {
        Assert.True(proxy.BrokeOne);
        Assert.Equal((PublishStatus.Published, PublishVerification.Content), (published.Status, published.Verification));
        Assert.Equal(_setup.Content, await File.ReadAllBytesAsync(Path.Combine(server.Data, "files", "x.tar.gz")));
        Assert.Equal(
            ["files/x.tar.gz", "files/x.tar.gz.sha256"],
            Directory.EnumerateFiles(server.Data, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(server.Data, path)).Order(StringComparer.Ordinal));
    }

    [RequiresPartTheory("webdav")]
    [InlineData(PublishMethod.Put, "PUT", 1024 * 1024, null)]
    [InlineData(PublishMethod.Put, "PUT", 0, Unavailable)]
    [InlineData(PublishMethod.Put, "PUT", 1024 * 1024, Unavailable)]
    [InlineData(PublishMethod.Put, "HEAD", 0, "502 Bad Gateway")]
    [InlineData(PublishMethod.Put, "GET", 0, null)]
    [InlineData(PublishMethod.WebDav, "PUT", 1024 * 1024, null)]
    [InlineData(PublishMethod.WebDav, "PUT", 0, Unavailable)]
    [InlineData(PublishMethod.WebDav, "OPTIONS", 0, Unavailable)]
    [InlineData(PublishMethod.WebDav, "MKCOL", 0, null)]
    [InlineData(PublishMethod.WebDav, "GET", 0, "500 Internal Server Error")]
    [InlineData(PublishMethod.WebDav, "MOVE", 0, Unavailable)]
    [InlineData(PublishMethod.WebDav, "MOVE", 0, null)]
    [InlineData(PublishMethod.WebDav, "DELETE", 0, Unavailable)]
    public async Task A_web_server_gets_it_whole_whatever_broke_once(PublishMethod method, string request, int after, string? answer)
    {
        await using RealWebDavServer server = await RealWebDavServer.StartAsync();
        Directory.CreateDirectory(Path.Combine(server.Data, "files"));
        await using FaultyProxy proxy = FaultyProxy.Start(server.Address.Authority, request, after, answer);

        await AssertArrivedAsync(server, proxy, await ToWebServerAsync(proxy, method));
    }

    [RequiresPartTheory("registry")]
    [InlineData("PATCH", 1024 * 1024, null)]
    [InlineData("PATCH", 0, Unavailable)]
    [InlineData("PATCH", 1024 * 1024, "502 Bad Gateway")]
    [InlineData("POST", 0, Unavailable)]
    [InlineData("HEAD", 0, null)]
    [InlineData("PUT", 0, Unavailable)]
    [InlineData("PUT", 0, null)]
    public async Task A_registry_gets_it_whole_whatever_broke_once(string request, int after, string? answer)
    {
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using FaultyProxy proxy = FaultyProxy.Start(registry.Host, request, after, answer);

        await AssertArrivedAsync(proxy);
    }

    [Theory]
    [InlineData(1024 * 1024, null)]
    [InlineData(0, Unavailable)]
    public async Task Our_own_registry_gets_it_whole_whatever_broke_once(int after, string? answer)
    {
        await using LocalRegistry registry = await LocalRegistry.ServeFolderAsync(_setup.Folder.File("registry"), ServedFolder.FreePort, NullLogger.Instance, default);
        await using FaultyProxy proxy = FaultyProxy.Start(registry.Url.Authority, "PATCH", after, answer);

        await AssertArrivedAsync(proxy);
    }

    private async Task AssertArrivedAsync(FaultyProxy proxy)
    {
        Uri artifact = new($"oci://{proxy.Host}/packages/x:v1");
        Func<PackagePublishOptions, PackagePublishOptions> plain = options =>
            options with { Server = new PackageServerOptions { Connection = new RegistryOptions { CertificateFolders = [], PlainHttp = true } } };

        PublishedPackage published = await _setup.PublishAsync(artifact, PublishMethod.Post, plain);

        Assert.True(proxy.BrokeOne);
        Assert.Equal((PublishStatus.Published, PublishVerification.Checksum), (published.Status, published.Verification));
        PublishedPackage again = await _setup.PublishAsync(artifact, PublishMethod.Post, plain);
        Assert.Equal(PublishStatus.AlreadyPublished, again.Status);
    }
}
