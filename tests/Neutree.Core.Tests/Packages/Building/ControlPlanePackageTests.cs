using System.Formats.Tar;
using Neutree.Core.ControlPlane;
using Neutree.Core.Docker;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Building;
using Neutree.Core.Packages.Finding;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Packages.Finding;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Packages.Building;

public sealed class ControlPlanePackageTests
{
    private static readonly Platform Amd64 = new("linux", "amd64");

    [Fact]
    public async Task The_whole_control_plane_is_in_one_package_with_the_images_of_chart_and_compose_files()
    {
        using TemporaryFolder folder = new();
        await using SampleRegistry registry = await SampleRegistry.StartAsync(folder, [.. ControlPlaneSample.Images.Select(image => ImageReference.Parse(image)).Select(image => $"{image.Repository}:{image.Tag}")]);

        BuiltPackage built = await BuildAsync(folder, registry.Host);

        Assert.Equal(folder.File("neutree-controlplane-v1.2.0-amd64.tar.gz"), built.Path);
        Assert.Equal(ControlPlaneSample.Images.Order(StringComparer.Ordinal), built.Images.Select(image => image.Image));
        FoundImage postgres = built.Images.Single(image => image.Image == "postgres:13");
        Assert.Contains(postgres.Reasons, reason => reason is { Kind: ImageReasonKind.Service, Resource: "service postgres", Source: "neutree-core/docker-compose.yml" });
        Assert.Contains(postgres.Reasons, reason => reason.Kind == ImageReasonKind.Container && reason.Source.StartsWith("neutree/templates/postgresql/", StringComparison.Ordinal));
        await using ArchiveFiles files = await ArchiveOpener.OpenPathAsync(built.Path, new ArchiveOptions(), CancellationToken.None);
        Assert.All(
            (string[])
            [
                "manifest.yaml", "README.md", "images.txt", "image-reasons.txt", "images/all-images.tar", "neutree/Chart.yaml", "neutree/gateway/kong/plugins/neutree-ai-quota/handler.lua",
                "neutree-core/docker-compose.yml", "neutree-core/gateway/kong/plugins/neutree-ai-quota/handler.lua", "obs-stack/docker-compose.yml", "obs-stack/grafana/dashboards/000_init.json",
            ],
            name => Assert.NotNull(files.Find(name)));
    }

    [Fact]
    public async Task Compose_files_alone_are_the_seeds_package()
    {
        using TemporaryFolder folder = new();
        PackageBuildOptions options = new() { Recipe = ControlPlaneSample.Recipe(folder).Compose, OutputPath = folder.Path };

        BuiltPackage built = await new PackageBuilder(options).BuildAsync(null, CancellationToken.None);

        Assert.Equal((folder.File("neutree-docker-compose.tar.gz"), 0), (built.Path, built.Images.Count));
    }

    [Fact]
    public async Task Docker_compose_goes_in_beside_the_compose_files_whatever_its_size()
    {
        using TemporaryFolder folder = new();
        folder.Write("source/site/docker-compose.yml", "services: {}\n"u8);
        string program = folder.Write("source/cli-plugins/docker-compose", "#!/bin/sh\n"u8);
        await using (FileStream large = File.OpenWrite(program))
        {
            large.SetLength(80L << 20);
        }

        PackageBuildOptions options = new() { Recipe = new ComposePackageRecipe { Folder = folder.File("source") }, OutputPath = folder.File("site.tar.gz") };
        BuiltPackage built = await new PackageBuilder(options).BuildAsync(null, CancellationToken.None);

        await using ArchiveFiles files = await ArchiveOpener.OpenPathAsync(built.Path, new ArchiveOptions(), CancellationToken.None);
        Assert.Equal(80L << 20, files.Find("cli-plugins/docker-compose")!.Size);
        Assert.NotNull(files.Find("site/docker-compose.yml"));
    }

    [RequiresPartFact("registry")]
    public async Task What_is_built_from_one_registry_and_imported_into_another_is_the_same()
    {
        using TemporaryFolder folder = new();
        await using RealRegistry origin = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using RealRegistry site = await RealRegistry.StartAsync(RegistryMode.Plain);
        string layout = folder.Write(
            "seed.tar",
            ArchiveBuilder.CreateLayout(gzip: true, dockerList: false, [.. ControlPlaneSample.Images.Select(image => (SampleImage.Create("shared", image), new[] { image }))]).ToTar());
        await ImportAsync(layout, origin.Host);

        BuiltPackage built = await BuildAsync(folder, origin.Host);
        await ImportAsync(built.Path, site.Host);

        Assert.Equal(await DigestsAsync(origin.Host), await DigestsAsync(site.Host));
        Assert.Equal(ControlPlaneSample.Images.Length, (await DigestsAsync(site.Host)).Count);
    }

    [RequiresPartFact("docker")]
    public async Task Images_of_a_docker_engine_are_packed_and_those_it_lacks_are_told()
    {
        using TemporaryFolder folder = new();
        await using RealDockerEngine engine = await RealDockerEngine.StartAsync();
        await engine.RunAsync("load", "-i", Path.Combine(TestFolders.Fixtures, "archives", "hello.tar"));
        PackageBuildOptions options = new()
        {
            Recipe = new ImageListPackageRecipe { Images = ["neutree/hello:1.0", "neutree/hello-tools:1.0"] },
            OutputPath = folder.File("out.tar.gz"),
            Origin = ImageOrigin.Engine,
            Pull = new ImagePullOptions { Platforms = [Amd64] },
        };

        BuiltPackage built = await BuilderAt(engine, options).BuildAsync(null, CancellationToken.None);
        PackageException missing = await Assert.ThrowsAsync<PackageException>(
            () => BuilderAt(engine, options with { Recipe = new ImageListPackageRecipe { Images = ["neutree/gone:1", "neutree/hello:1.0"] }, OutputPath = folder.File("no.tar.gz") })
                .BuildAsync(null, CancellationToken.None));

        await using ImportPackage package = await PackageReader.OpenAsync(built.Path, new ArchiveOptions(), CancellationToken.None);
        Assert.Equal(["neutree/hello-tools:1.0", "neutree/hello:1.0"], package.Items.Select(item => item.Name!.ToFamiliarString()));
        Assert.Equal($"1 of 2 images can't be packed: neutree/gone:1 (the Docker engine at {engine.Address} doesn't hold neutree/gone:1)", missing.Message);
        Assert.Equal(["out-manifest.yaml", "out.tar.gz", "out.tar.gz.sha256"], Directory.EnumerateFiles(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [RequiresPartFact("docker", "busybox")]
    public async Task The_cluster_image_is_built_from_its_dockerfile_and_packed_alone()
    {
        using TemporaryFolder folder = new();
        await using RealDockerEngine engine = await RealDockerEngine.StartAsync();
        await engine.RunAsync("import", await WriteShellAsync(folder), "local/shell:1");
        PackageBuildOptions options = new()
        {
            Recipe = new ClusterPackageRecipe
            {
                Type = ClusterType.Ssh,
                ListFolder = folder.File("none"),
                Version = ControlPlaneSample.Version,
                Build = new ClusterImageBuild
                {
                    Folder = Path.Combine(TestFolders.Repository, "deploy", "cluster-image"),
                    BaseImage = "local/shell:1",
                    Arguments = ["RAY_VERSION="],
                    Network = "none",
                },
            },
            OutputPath = folder.Path,
            Pull = new ImagePullOptions { Platforms = [Amd64] },
        };

        BuiltPackage built = await BuilderAt(engine, options).BuildAsync(null, CancellationToken.None);

        Assert.Equal((folder.File("neutree-ssh-cluster-image.tar.gz"), "neutree/neutree-serve:v1.2.0"), (built.Path, Assert.Single(built.Images).Image));
        Assert.Equal(["cluster", "amd64", "ssh"], built.Manifest.Metadata.Tags);
        await using ImportPackage package = await PackageReader.OpenAsync(built.Path, new ArchiveOptions(), CancellationToken.None);
        Assert.Equal("docker.io/neutree/neutree-serve:v1.2.0", Assert.Single(package.Items).Name?.ToString());
    }

    /// <summary>A file system with a shell and nothing else.</summary>
    private static async Task<string> WriteShellAsync(TemporaryFolder folder)
    {
        string path = folder.File("shell.tar");
        await using TarWriter tar = new(File.Create(path));
        await tar.WriteEntryAsync(RequiredParts.FindProgram("busybox")!, "bin/busybox");
        await tar.WriteEntryAsync(new PaxTarEntry(TarEntryType.SymbolicLink, "bin/sh") { LinkName = "busybox" });
        return path;
    }

    private static PackageBuilder BuilderAt(RealDockerEngine engine, PackageBuildOptions options) =>
        new(options) { OpenEngine = () => new DockerEngine(new DockerEndpoint(engine.Address)) };

    private static async Task<BuiltPackage> BuildAsync(TemporaryFolder folder, string mirror)
    {
        PackageBuildOptions options = new()
        {
            Recipe = ControlPlaneSample.Recipe(folder),
            OutputPath = folder.Path,
            Pull = new ImagePullOptions { MirrorRegistry = $"http://{mirror}", Platforms = [Amd64], IncludeReferrers = true },
        };
        return await new PackageBuilder(options) { ComposeTemplates = new ControlPlaneTemplates() }.BuildAsync(null, CancellationToken.None);
    }

    private static async Task ImportAsync(string path, string registry)
    {
        ImageImportOptions options = new() { Path = path, Registry = $"http://{registry}" };
        await foreach (ImageTransferResult result in new ImageImporter(options).ImportAsync(null, CancellationToken.None))
        {
            Assert.Null(result.Error);
        }
    }

    private static async Task<IReadOnlyDictionary<string, Digest>> DigestsAsync(string registry)
    {
        Dictionary<string, Digest> digests = [];
        await using RegistryClient client = new(registry, new RegistryOptions { PlainHttp = true });
        foreach (ImageReference image in ControlPlaneSample.Images.Select(ImageReference.Parse))
        {
            digests[image.ToString()] = (await client.FindManifestAsync(image.Repository, image.Tag!, CancellationToken.None))!.Digest;
        }

        return digests;
    }
}
