using Neutree.Core.Tests.RealParts;

namespace Neutree.Cli.Tests;

public sealed class PackageReleaseTests : IDisposable
{
    private readonly CliSetup _setup = new();

    public PackageReleaseTests()
    {
        foreach (string variable in (string[])["ENGINE_IMAGES", "PULL_FROM_REGISTRY", "VENDOR_PATH"])
        {
            _setup.Environment[variable] = null;
        }
    }

    public void Dispose() => _setup.Dispose();

    [Theory]
    [InlineData("--only control", "tag")]
    [InlineData("--tag v1.2.0 --source nowhere", "no image of the engine was named")]
    [InlineData("--tag v1.2.0 --source nowhere --only control --skip-control-plane-images", "nowhere")]
    public async Task What_is_missing_for_a_release_is_told(string arguments, string complaint)
    {
        CliResult result = await CliProcess.RunAsync(_setup, ["package", "release", .. arguments.Split(' ')]);

        Assert.Equal(1, result.ExitCode);
        Assert.Contains(complaint, result.Complaints, StringComparison.Ordinal);
    }

    [RequiresPartFact("docker", "registry", "busybox", "webdav")]
    public async Task A_release_is_built_from_a_mirror_and_an_engine_and_handed_over()
    {
        const string version = "v1.2.0";
        await using RealRegistry mirror = await RealRegistry.StartAsync(RegistryMode.Plain);
        await using RealDockerEngine engine = await RealDockerEngine.StartAsync();
        await using RealWebDavServer server = await RealWebDavServer.StartAsync();
        StandInPackage standIns = new(version);
        foreach (string image in File.ReadAllLines(Path.Join(Repository, "deploy", "images", "control-plane.txt")).Where(line => line.Length > 0 && line[0] != '#'))
        {
            standIns.Replace(new StandInImage(image.Replace("latest", version, StringComparison.Ordinal)));
        }

        standIns.Replace(new StandInImage("neutree/engine-vllm:v0.24.0"));
        string images = standIns.WriteImages(Path.Join(_setup.Folder, "images.tar"));
        await engine.RunAsync("load", "--input", images);
        Assert.Equal(0, (await CliProcess.RunAsync(_setup, "cluster", "import", "--offline-image", images, "--registry", "http://" + mirror.Host)).ExitCode);
        foreach (string file in (string[])["db/init-scripts/000_init.sql", "observability/vmagent/prometheus.yml", "observability/grafana/dashboards/a.json", .. Plugins])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Join(_setup.Folder, "vendor", file))!);
            await File.WriteAllTextAsync(Path.Join(_setup.Folder, "vendor", file), "{}");
        }

        _setup.Environment["DOCKER_HOST"] = engine.Address;
        _setup.Environment["ENGINE_IMAGES"] = "nvidia_gpu:neutree/engine-vllm:v0.24.0,cpu=neutree/engine-vllm:v0.24.0";
        _setup.Environment["VENDOR_PATH"] = Path.Join(_setup.Folder, "vendor");
        _setup.Environment["PULL_FROM_REGISTRY"] = "true";
        _setup.Environment["UPLOAD_URL"] = $"{server.Address}releases/";
        _setup.Environment["UPLOAD_TOKEN"] = RealWebDavServer.Token;
        string[] release =
        [
            "package", "release", "--tag", version, "--source", Repository, "--output-folder", "out", "--mirror-registry", "http://" + mirror.Host,
            "--base-image", "neutree/neutree-core:" + version, "--build-network", "none", "--build-argument", "RAY_VERSION=", "--method", "webdav", "-o", "plain",
        ];

        CliResult released = await RunAsync(release);

        Assert.True(released.ExitCode == 0, released.Error);
        string[] packages =
        [
            "cluster-offline/neutree-ssh-cluster-image.tar.gz",
            "control-offline/neutree-controlplane-v1.2.0-amd64.tar.gz",
            "control-offline/neutree-docker-compose.tar.gz",
            "control-offline/neutree-helm-chart.tar.gz",
            "engine-offline/vllm-v0.24.0.tar.gz",
        ];
        foreach (string folder in (string[])[Path.Join(_setup.Folder, "out"), Path.Join(server.Data, "releases", version)])
        {
            Assert.Equal(packages, Directory.EnumerateFiles(folder, "*.tar.gz", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(folder, path)).Order(StringComparer.Ordinal));
            foreach (string package in packages)
            {
                Assert.Equal(0, (await CliProcess.RunAsync(_setup, "package", "verify", "--deep", Path.Join(folder, package))).ExitCode);
            }
        }

        _setup.Environment["UPLOAD_TOKEN"] = "wrong";
        CliResult refused = await RunAsync([.. release, "--only", "engine"]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("401", refused.Complaints, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong", refused.Complaints, StringComparison.Ordinal);

        _setup.Environment["PULL_FROM_REGISTRY"] = "false";
        _setup.Environment["UPLOAD_URL"] = null;
        _setup.Environment["ENGINE_IMAGES"] = "cpu=neutree/engine-vllm:v0.25.0";
        CliResult missing = await RunAsync([.. release, "--only", "engine"]);
        Assert.Contains("doesn't hold neutree/engine-vllm:v0.25.0", missing.Complaints, StringComparison.Ordinal);
    }

    private static string[] Plugins { get; } =
        [.. ((string[])["gateway", "statistics", "access", "quota"]).Select(name => $"gateway/kong/plugins/neutree-ai-{name}/handler.lua")];

    private static string Repository
    {
        get
        {
            DirectoryInfo folder = new(AppContext.BaseDirectory);
            while (!File.Exists(Path.Join(folder.FullName, "Neutree.slnx")))
            {
                folder = folder.Parent!;
            }

            return folder.FullName;
        }
    }

    private async Task<CliResult> RunAsync(string[] arguments)
    {
        await using CliProcess process = CliProcess.Start(_setup, arguments);
        return await process.WaitAsync(TimeSpan.FromMinutes(4));
    }

    [Fact]
    public async Task PULL_FROM_REGISTRY_must_be_true_or_false()
    {
        _setup.Environment["PULL_FROM_REGISTRY"] = "maybe";

        CliResult result = await CliProcess.RunAsync(_setup, "package", "release", "--tag", "v1.2.0", "--only", "control");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("PULL_FROM_REGISTRY is 'maybe'", result.Complaints, StringComparison.Ordinal);
    }
}
