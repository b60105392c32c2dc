using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Building;
using Neutree.Core.Packages.Finding;
using Neutree.Core.Packages.Publishing;
using Neutree.Core.Packages.Releasing;
using Neutree.Core.Packages.Servers;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Oci.Registries;
using Neutree.Core.Tests.Packages.Building;
using Neutree.Core.Tests.Packages.Finding;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Packages.Releasing;

public sealed class OfflineReleaserTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private OfflineReleaseOptions Options(params ReleaseGroup[] groups) => new()
    {
        Version = ControlPlaneSample.Version,
        SourceFolder = TestFolders.Repository,
        OutputFolder = _folder.File("out"),
        Groups = groups,
        VendorPath = ControlPlaneSample.Recipe(_folder).Compose.VendorPath,
        SkipControlPlaneImages = true,
        Pull = new ImagePullOptions { Platforms = [new Platform("linux", "amd64")] },
    };

    private static async Task<ReleasedPackage[]> ReleaseAsync(OfflineReleaseOptions options) => await new OfflineReleaser(options).ReleaseAsync(progress: null, default).ToArrayAsync();

    private string[] Tree() =>
        [.. Directory.EnumerateFiles(_folder.File("out"), "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_folder.File("out"), path)).Order(StringComparer.Ordinal)];

    [Fact]
    public async Task The_tree_is_that_of_the_first_releases()
    {
        await using SampleRegistry registry = await SampleRegistry.StartAsync(_folder, ["team/vllm:v0.24.0"]);
        OfflineReleaseOptions options = Options(ReleaseGroup.Control, ReleaseGroup.Engine) with
        {
            Engine = new EnginePackageRecipe { Name = "vllm", EngineVersion = "v0.24.0", Images = [$"nvidia_gpu={registry.Host}/team/vllm:v0.24.0"] },
        };

        ReleasedPackage[] released = await ReleaseAsync(options);

        Assert.Equal([ReleaseGroup.Control, ReleaseGroup.Control, ReleaseGroup.Engine], released.Select(package => package.Group));
        Assert.Equal(
            ["control-offline/neutree-docker-compose.tar.gz", "control-offline/neutree-helm-chart.tar.gz", "engine-offline/vllm-v0.24.0.tar.gz"],
            Tree().Where(path => path.EndsWith(".tar.gz", StringComparison.Ordinal)));
        Assert.All(released, package => Assert.Null(package.Published));
    }

    [Fact]
    public async Task Everything_is_published_once_all_is_built()
    {
        List<string> kept = [];
        await using ScriptedServer server = ScriptedServer.Answer(request =>
        {
            kept.Add(Directory.EnumerateFiles(_folder.File("out"), "*.tar.gz", SearchOption.AllDirectories).Count() + " " + request.Line);
            return ScriptedServer.Reply("201 Created");
        });

        ReleasedPackage[] released = await ReleaseAsync(Options(ReleaseGroup.Control) with { Publish = Publish(new Uri($"http://{server.Host}/upload"), PublishMethod.Post) });

        // Two packages with checksum and manifest each, none sent before both were there.
        Assert.Equal(Enumerable.Repeat("2 POST /upload", 6), kept);
        Assert.All(server.Requests, request => Assert.Equal("Bearer token", request["Authorization"]));
        Assert.All(released, package => Assert.Equal(PublishStatus.Published, package.Published!.Status));
    }

    [Fact]
    public async Task A_failed_upload_fails_the_release()
    {
        await using ScriptedServer server = ScriptedServer.Answer(_ => ScriptedServer.Reply("403 Forbidden"));

        PackageException error = await Assert.ThrowsAsync<PackageException>(() =>
            ReleaseAsync(Options(ReleaseGroup.Control) with { Publish = Publish(new Uri($"http://{server.Host}/upload"), PublishMethod.Post) }));

        Assert.Equal(("Package.UploadFailed", ErrorKind.PermissionDenied), (error.ErrorId, error.Kind));
    }

    [RequiresPartFact("webdav")]
    public async Task On_a_WebDAV_server_a_release_has_a_folder_for_its_version_and_groups()
    {
        await using RealWebDavServer server = await RealWebDavServer.StartAsync();
        PackagePublishOptions publish = Publish(new Uri(server.Address, "releases"), PublishMethod.WebDav) with { Server = new PackageServerOptions { Token = RealWebDavServer.Token } };

        ReleasedPackage[] released = await ReleaseAsync(Options(ReleaseGroup.Control) with { Publish = publish });

        Assert.Equal(
            [$"{server.Address}releases/v1.2.0/control-offline/neutree-helm-chart.tar.gz", $"{server.Address}releases/v1.2.0/control-offline/neutree-docker-compose.tar.gz"],
            released.Select(package => package.Published!.Uri.ToString()));
        Assert.All(released, package => Assert.Equal(PublishVerification.Content, package.Published!.Verification));
    }

    [Fact]
    public async Task Without_an_image_of_the_engine_nothing_is_begun()
    {
        PackageException error = await Assert.ThrowsAsync<PackageException>(() => ReleaseAsync(Options()));

        Assert.Equal("Package.NoEngineImage", error.ErrorId);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    private static PackagePublishOptions Publish(Uri uri, PublishMethod method) => new()
    {
        Path = "",
        Uri = uri,
        Method = method,
        Server = new PackageServerOptions { Token = "token", Connection = new RegistryOptions { CertificateFolders = [] } },
    };
}
