using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Serving;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Publishing;
using Neutree.Core.Packages.Receiving;
using Neutree.Core.Packages.Servers;
using Neutree.Core.Tests.Oci.Serving;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Packages.Publishing;

public sealed class ArtifactTests : IDisposable
{
    private readonly PublishSetup _setup = new();

    public void Dispose() => _setup.Dispose();

    private Task<LocalRegistry> ServeAsync() =>
        LocalRegistry.ServeFolderAsync(_setup.Folder.File("registry"), ServedFolder.FreePort, NullLogger.Instance, default);

    private static Uri Artifact(LocalRegistry registry, string tag = ":v1") => new($"oci://{registry.Url.Authority}/packages/x{tag}");

    private Task<ReceivedPackage> ReceiveAsync(Uri uri, Func<PackageReceiveOptions, PackageReceiveOptions>? change = null)
    {
        PackageReceiveOptions options = new() { Uri = uri, Destination = _setup.Folder.File("received"), Server = new PackageServerOptions { Connection = new RegistryOptions { CertificateFolders = [] } } };
        return new PackageReceiver(change is null ? options : change(options), _setup.Log).ReceiveAsync(progress: null, default);
    }

    [Fact]
    public async Task A_package_goes_into_a_registry_and_comes_back()
    {
        await using LocalRegistry registry = await ServeAsync();

        PublishedPackage published = await _setup.PublishAsync(Artifact(registry), PublishMethod.Post);
        ReceivedPackage received = await ReceiveAsync(Artifact(registry));

        Assert.Equal((PublishStatus.Published, PublishVerification.Checksum), (published.Status, published.Verification));
        Assert.Equal((_setup.Sum, true, ReceiveStatus.Received), (received.Sha256, received.IsVerified, received.Status));
        Assert.Equal(_setup.Content, await File.ReadAllBytesAsync(received.Path));
        Assert.Equal(_setup.ChecksumText, await File.ReadAllTextAsync(received.Path + ".sha256"));
        Assert.Equal(ReceiveStatus.AlreadyPresent, (await ReceiveAsync(Artifact(registry))).Status);
    }

    [Fact]
    public async Task A_package_that_is_there_is_left_and_another_is_not_replaced()
    {
        await using LocalRegistry registry = await ServeAsync();
        await _setup.PublishAsync(Artifact(registry), PublishMethod.Post);

        PublishedPackage again = await _setup.PublishAsync(Artifact(registry), PublishMethod.Post);
        Assert.Equal((PublishStatus.AlreadyPublished, 0L), (again.Status, again.BytesSent));

        using PublishSetup other = new();
        Assert.Equal("Package.AlreadyPublished", (await Assert.ThrowsAsync<PackageException>(() => other.PublishAsync(Artifact(registry), PublishMethod.Post))).ErrorId);
        Assert.Equal(PublishStatus.Published, (await other.PublishAsync(Artifact(registry), PublishMethod.Post, options => options with { Force = true })).Status);
    }

    [Theory]
    [InlineData("", "names no tag")]
    [InlineData(":v1", "a token was given")]
    public async Task A_tag_is_needed_and_a_token_is_not_taken(string tag, string reason)
    {
        await using LocalRegistry registry = await ServeAsync();

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => _setup.PublishAsync(
            Artifact(registry, tag), PublishMethod.Post, options => options with { Server = options.Server with { Token = tag.Length > 0 ? PublishSetup.Secret : null } }));

        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../x.tar.gz")]
    [InlineData("..")]
    [InlineData("a/b.tar.gz")]
    [InlineData("C:x.tar.gz")]
    public async Task A_file_name_that_leaves_the_folder_is_refused(string name)
    {
        await using LocalRegistry registry = await ServeAsync();
        await PutArtifactAsync(registry, name);

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => ReceiveAsync(Artifact(registry)));

        Assert.Equal("Package.NoArtifact", error.ErrorId);
        Assert.False(Directory.Exists(_setup.Folder.File("received")));
    }

    [Fact]
    public async Task What_is_no_package_and_what_is_not_there_is_told()
    {
        await using LocalRegistry registry = await ServeAsync();
        Assert.Equal(ErrorKind.NotFound, (await Assert.ThrowsAsync<PackageException>(() => ReceiveAsync(Artifact(registry)))).Kind);

        await PutArtifactAsync(registry, name: null);
        Assert.Contains("a layer has no file name", (await Assert.ThrowsAsync<PackageException>(() => ReceiveAsync(Artifact(registry)))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_earlier_run_fetched_is_continued_and_checked()
    {
        await using LocalRegistry registry = await ServeAsync();
        await _setup.PublishAsync(Artifact(registry), PublishMethod.Post);
        using (PartialFile left = PartialFile.Open(Path.Combine(_setup.Folder.File("received"), "x.tar.gz")))
        {
            left.Reset(new ContentIdentity(100_000, $"\"sha256:{_setup.Sum}\"", null));
            await left.WriteAsync(_setup.Content.AsMemory(0, 70_000), 0, default);
            left.Journal.Note(0, 70_000);
        }

        ReceivedPackage received = await ReceiveAsync(Artifact(registry));

        Assert.Equal((30_000L + _setup.ChecksumText.Length, _setup.Sum), (received.BytesReceived, received.Sha256));
    }

    [RequiresPartFact("registry")]
    public async Task A_real_registry_takes_it_and_other_tools_can_read_it()
    {
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Basic);
        (string userName, string password) = registry.Credential!.Value;
        RegistryOptions signedIn = new() { CertificateFolders = [], PlainHttp = true, Credential = new System.Net.NetworkCredential(userName, password) };
        Uri artifact = new($"oci://{registry.Host}/packages/x:v1");

        PublishedPackage published = await _setup.PublishAsync(artifact, PublishMethod.Post, options => options with { Server = new PackageServerOptions { Connection = signedIn } });
        ReceivedPackage received = await ReceiveAsync(artifact, options => options with { Server = new PackageServerOptions { Connection = signedIn } });

        Assert.Equal((PublishStatus.Published, _setup.Sum), (published.Status, received.Sha256));
        await using RegistryClient client = new(registry.Host, signedIn);
        ManifestContent manifest = (await client.FindManifestAsync("packages/x", "v1", default))!;
        using JsonDocument document = JsonDocument.Parse(manifest.Content);
        JsonElement root = document.RootElement;
        Assert.Equal("application/vnd.neutree.offline-package.v1", root.GetProperty("artifactType").GetString());
        Assert.Equal("application/vnd.oci.empty.v1+json", root.GetProperty("config").GetProperty("mediaType").GetString());
        Assert.Equal(
            ["x.tar.gz", "x.tar.gz.sha256"],
            root.GetProperty("layers").EnumerateArray().Select(layer => layer.GetProperty("annotations").GetProperty("org.opencontainers.image.title").GetString()));
    }

    private static async Task PutArtifactAsync(LocalRegistry registry, string? name)
    {
        await using RegistryClient client = new(registry.Url.Authority, new RegistryOptions { CertificateFolders = [], PlainHttp = true });
        byte[] content = "not much"u8.ToArray();
        Descriptor layer = await UploadAsync(client, "application/x", content);
        Descriptor config = await UploadAsync(client, MediaTypes.OciEmpty, "{}"u8.ToArray());
        Manifest manifest = Manifest.Create(config, [name is null ? layer : layer with { Annotations = new Dictionary<string, string> { ["org.opencontainers.image.title"] = name } }]);
        await client.PutManifestAsync("packages/x", "v1", new ManifestContent(manifest.MediaType, manifest.Content, manifest.Digest), default);
    }

    private static async Task<Descriptor> UploadAsync(RegistryClient client, string mediaType, byte[] content)
    {
        Descriptor descriptor = new(mediaType, Digest.Compute(content), content.Length);
        BlobContent blob = new()
        {
            Name = "blob",
            Digest = descriptor.Digest,
            Length = content.Length,
            OpenAsync = _ => Task.FromResult<BlobStream>(new Core.Oci.Transfer.VerifiedBlobStream(new MemoryStream(content), "blob", descriptor.Digest, content.Length)),
        };
        await client.UploadBlobAsync("packages/x", blob, progress: null, default);
        return descriptor;
    }
}
