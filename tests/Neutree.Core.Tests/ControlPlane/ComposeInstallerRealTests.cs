using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.ControlPlane;
using Neutree.Core.Docker;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.ControlPlane;

/// <summary>Installations on an engine of their own that has no network, by the real Docker Compose.</summary>
public sealed class ComposeInstallerRealTests : IDisposable
{
    private const string Secret = "p@ss $w$$o\"r'd: #1 ü/\\";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RequiresPartFact("docker", "compose", "busybox")]
    public async Task A_package_becomes_a_control_plane_that_is_upgraded_restored_and_removed()
    {
        await using RealDockerEngine real = await RealDockerEngine.StartAsync();
        using DockerEngine engine = new(new DockerEndpoint(real.Address));
        ComposeInstaller installer = Installer(real);
        RecordingObserver observer = new();
        StandInPackage package = new();
        ControlPlaneInstallOptions options = new()
        {
            OfflinePackage = package.Write(_folder.File("package.tar.gz")),
            JwtSecret = Secret,
            DbPassword = Secret,
            AdminPassword = Secret,
            NodeIP = "10.0.0.42",
            MetricsRemoteWriteUrl = "http://10.0.0.42:8480/insert/0/prometheus/",
            Wait = true,
            Timeout = TimeSpan.FromMinutes(3),
        };

        IReadOnlyList<ControlPlaneService> services = await installer.InstallAsync(options, observer, default);

        string[] tasks = ["copy-db-scripts", "migration", "post-migration-hook", "kong-migrations", "kong-migrations-up"];
        Assert.Equal(15, services.Count);
        Assert.All(services, service => Assert.Equal(tasks.Contains(service.Name) ? ServiceStatus.Completed : ServiceStatus.Ready, service.Status));
        Assert.All(services.Where(service => service.Status == ServiceStatus.Ready), service => Assert.Equal("healthy", service.Health));
        Assert.Contains($"127.0.0.1:{package.Ports["3000"]}->3000/tcp", services.Single(service => service.Name == "neutree-api").Ports);
        Assert.Equal("neutree/neutree-api:v1.2.0", services.Single(service => service.Name == "neutree-api").Image);
        Assert.Contains("Using node IP: 10.0.0.42", observer.Steps);

        // Read back from the engine: nothing on the way took a character for one of its own.
        Assert.Equal((Secret, Secret), (await VariableAsync(engine, "auth", "GOTRUE_JWT_SECRET"), await VariableAsync(engine, "postgrest", "PGRST_JWT_SECRET")));
        Assert.Equal((Secret, Secret), (await VariableAsync(engine, "postgres", "POSTGRES_PASSWORD"), await VariableAsync(engine, "post-migration-hook", "PGPASSWORD")));
        Assert.Equal($"postgres://postgres:{Uri.EscapeDataString(Secret)}@postgres:5432/neutree", await VariableAsync(engine, "postgrest", "PGRST_DB_URI"));
        Assert.Equal("-c neutree.admin_password=p@ss\\ $w$$o\"r'd:\\ #1\\ ü/\\\\", await VariableAsync(engine, "post-migration-hook", "PGOPTIONS"));
        Assert.DoesNotContain(observer.Output, line => line.Contains(Secret, StringComparison.Ordinal));

        // The same again, no secret given: nothing starts anew, nothing changes.
        Dictionary<string, string> before = await ContainersAsync(engine);
        ControlPlaneInstallOptions upgrade = options with { JwtSecret = null, DbPassword = null, AdminPassword = null };
        await installer.InstallAsync(upgrade, new RecordingObserver(), default);
        Assert.Equal(before, await ContainersAsync(engine));

        // Another plugin and another image: only those services start anew.
        package["neutree-core/gateway/kong/plugins/neutree-ai-quota/handler.lua"] = "return 'changed'\n";
        package.Replace(new StandInImage("timberio/vector:next") { Ports = "8686 30122", Reads = "/etc/vector" });
        package.Write(_folder.File("package.tar.gz"));
        await installer.InstallAsync(upgrade with { Set = ["VectorVersion=next"] }, new RecordingObserver(), default);
        Dictionary<string, string> after = await ContainersAsync(engine);
        Assert.Equal(["kong", "vector"], Changed(before, after));
        Assert.Equal(Secret, await VariableAsync(engine, "auth", "GOTRUE_JWT_SECRET"));

        // Back: the same two again, with what they had.
        await installer.RestoreAsync(new ControlPlaneRestoreOptions { Wait = true, Timeout = TimeSpan.FromMinutes(3) }, new RecordingObserver(), default);
        Assert.Equal(["kong", "vector"], Changed(after, await ContainersAsync(engine)));
        Assert.Equal("timberio/vector:0.47.0-debian", (await installer.GetAsync(ControlPlaneComponent.NeutreeCore, default)).Single(service => service.Name == "vector").Image);
        Assert.Equal("return 'neutree-ai-quota'\n", await File.ReadAllTextAsync(_folder.File("deploy/neutree-core/gateway/kong/plugins/neutree-ai-quota/handler.lua")));

        // Removed: data first stay, then go.
        await installer.UninstallAsync(new ControlPlaneUninstallOptions(), new RecordingObserver(), default);
        Assert.All(await installer.GetAsync(ControlPlaneComponent.NeutreeCore, default), service => Assert.Equal(ServiceStatus.Missing, service.Status));
        Assert.Contains("neutree-core_pg_data", await real.RunAsync("volume", "ls", "--quiet"), StringComparison.Ordinal);
        await installer.InstallAsync(upgrade with { Wait = false }, new RecordingObserver(), default);
        Assert.Equal(Secret, await VariableAsync(engine, "auth", "GOTRUE_JWT_SECRET"));
        await installer.UninstallAsync(new ControlPlaneUninstallOptions { RemoveData = true }, new RecordingObserver(), default);
        Assert.DoesNotContain("neutree-core_", await real.RunAsync("volume", "ls", "--quiet"), StringComparison.Ordinal);
    }

    private ComposeInstaller Installer(RealDockerEngine real)
    {
        Dictionary<string, string> environment = new() { ["DOCKER_HOST"] = real.Address };
        if (RequiredParts.FindComposeFolder() is { } folder)
        {
            environment["DOCKER_CONFIG"] = folder;
        }

        return new ComposeInstaller(
            new ControlPlanePlace { WorkingDirectory = _folder.File("deploy") }, NullLogger.Instance, () => new DockerEngine(new DockerEndpoint(real.Address)), environment);
    }

    private static async Task<string?> VariableAsync(DockerEngine engine, string container, string name) =>
        (await engine.FindContainerAsync(container, default))?.Configuration.Environment?
            .Where(variable => variable.StartsWith(name + "=", StringComparison.Ordinal))
            .Select(variable => variable[(name.Length + 1)..])
            .SingleOrDefault();

    /// <summary>Ids with the time of the last start, by service.</summary>
    private static async Task<Dictionary<string, string>> ContainersAsync(DockerEngine engine)
    {
        Dictionary<string, string> containers = [];
        foreach (DockerContainerSummary summary in await engine.ListContainersAsync(["com.docker.compose.project=neutree-core"], default))
        {
            DockerContainer container = (await engine.FindContainerAsync(summary.Id, default))!;

            // Tasks may run again: they are told by the container alone.
            string started = container.State.Status == "running" ? $"{container.State.StartedAt:O}" : "";
            containers[summary.Labels!["com.docker.compose.service"]] = $"{summary.Id} {started}";
        }

        return containers;
    }

    private static IEnumerable<string> Changed(Dictionary<string, string> before, Dictionary<string, string> after) =>
        before.Where(pair => after.GetValueOrDefault(pair.Key) != pair.Value).Select(pair => pair.Key).Order(StringComparer.Ordinal);
}
