using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Compose;
using Neutree.Core.ControlPlane;
using Neutree.Core.ControlPlane.Launch;
using Neutree.Core.Docker;
using Neutree.Core.Oci.Registries;
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

    [RequiresPartFact("docker", "compose", "busybox")]
    public async Task What_can_t_be_installed_is_told_and_the_former_installation_keeps_running()
    {
        await using RealDockerEngine real = await RealDockerEngine.StartAsync();
        using DockerEngine engine = new(new DockerEndpoint(real.Address));
        ComposeInstaller installer = Installer(real);
        StandInPackage package = new();
        string path = package.Write(_folder.File("package.tar.gz"));
        ControlPlaneInstallOptions options = new()
        {
            Component = ControlPlaneComponent.ObsStack,
            OfflinePackage = path,
            NodeIP = "10.0.0.42",
            Wait = true,
            Timeout = TimeSpan.FromMinutes(2),
        };
        IReadOnlyList<ControlPlaneService> services = await installer.InstallAsync(options, new RecordingObserver(), default);
        Assert.Equal(["grafana", "vminsert", "vmselect", "vmstorage"], services.Where(service => service.Health == "healthy").Select(service => service.Name).Order(StringComparer.Ordinal));
        Dictionary<string, string> before = await ContainersAsync(engine, "obs-stack");

        // Before anything changes: a folder, a port, a name, an image, a package, a disk.
        ControlPlaneException elsewhere = await Assert.ThrowsAsync<ControlPlaneException>(() => Installer(real, "other").InstallAsync(options, new RecordingObserver(), default));
        Assert.Equal(
            ("ControlPlane.RunsElsewhere", $"obs-stack runs from {_folder.File("deploy/obs-stack/docker-compose.yml")}, not from {_folder.File("other/obs-stack/docker-compose.yml")}"),
            (elsewhere.ErrorId, elsewhere.Message));
        Assert.StartsWith($"Give -WorkingDirectory {_folder.File("deploy")}, ", elsewhere.Recommendation, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("other")));
        string compose = package["obs-stack/docker-compose.yml"];
        using (TcpListener other = new(IPAddress.Loopback, 0))
        {
            other.Start();
            int port = ((IPEndPoint)other.LocalEndpoint).Port;
            package["obs-stack/docker-compose.yml"] = compose.Replace($"127.0.0.1:{package.Ports["3030"]}:", $"127.0.0.1:{port}:", StringComparison.Ordinal);
            package.Write(path);
            ControlPlaneException used = await Assert.ThrowsAsync<ControlPlaneException>(() => installer.InstallAsync(options, new RecordingObserver(), default));
            Assert.Equal(("ControlPlane.PortInUse", $"a port is used by another program: {port} (grafana)"), (used.ErrorId, used.Message));
        }

        await real.RunAsync("create", "--name", "taken", "grafana/grafana:11.5.3");
        package["obs-stack/docker-compose.yml"] = compose.Replace("container_name: grafana", "container_name: taken", StringComparison.Ordinal);
        package.Write(path);
        Assert.Equal("ControlPlane.NameInUse", await FailAsync(options));

        package["obs-stack/docker-compose.yml"] = compose;
        package.Write(path);
        ControlPlaneException missing = await Assert.ThrowsAsync<ControlPlaneException>(
            () => installer.InstallAsync(options with { Set = ["GrafanaVersion=other"] }, new RecordingObserver(), default));
        Assert.Equal(("ControlPlane.ImagesMissing", "an image is neither in the engine nor in the package: grafana/grafana:other"), (missing.ErrorId, missing.Message));
        Assert.Equal("ControlPlane.WrongPackage", await FailAsync(options with { OfflinePackage = Path.Join(TestFolders.Fixtures, "archives", "hello.tar") }));

        package["obs-stack/grafana/dashboards/large.json"] = new string(' ', 1 << 20);
        package.Write(path);
        await using (SmallDisk disk = await SmallDisk.MountAsync(_folder.File("deploy"), kibibytes: 256))
        {
            Assert.Equal("ControlPlane.WriteFailed", await FailAsync(options));
            Assert.Equal([], Directory.EnumerateFileSystemEntries(_folder.File("deploy")));
            await disk.MakeReadOnlyAsync();
            Assert.Equal("ControlPlane.WriteFailed", await FailAsync(options));
        }

        Assert.Equal(before, await ContainersAsync(engine, "obs-stack"));

        // Too late to know before: it is told with the service's own words, and the way back works.
        package.Replace(new StandInImage("victoriametrics/vmselect:broken") { Says = "I never listen" });
        package["obs-stack/docker-compose.yml"] = Regex.Replace(compose, "\\{\\{ printf \"victoriametrics/vmselect[^}]*\\}\\}", "victoriametrics/vmselect:broken");
        package.Write(path);
        RecordingObserver observer = new();
        ControlPlaneException failed = await Assert.ThrowsAsync<ControlPlaneException>(() => installer.InstallAsync(options, observer, default));
        Assert.Equal(("ControlPlane.ServiceFailed", "vmselect"), (failed.ErrorId, failed.Target));
        Assert.StartsWith("obs-stack didn't start: vmselect is unhealthy: its health check fails", failed.Message, StringComparison.Ordinal);
        Assert.Equal(["I never listen"], observer.Logs["vmselect"]);
        services = await installer.RestoreAsync(
            new ControlPlaneRestoreOptions { Component = ControlPlaneComponent.ObsStack, Wait = true, Timeout = TimeSpan.FromMinutes(2) }, new RecordingObserver(), default);
        Assert.All(services, service => Assert.Equal(ServiceStatus.Ready, service.Status));
        await installer.UninstallAsync(new ControlPlaneUninstallOptions { Component = ControlPlaneComponent.ObsStack, RemoveData = true }, new RecordingObserver(), default);

        async Task<string> FailAsync(ControlPlaneInstallOptions given) =>
            (await Assert.ThrowsAsync<ControlPlaneException>(() => installer.InstallAsync(given, new RecordingObserver(), default))).ErrorId;
    }

    [RequiresPartFact("docker", "compose", "busybox")]
    public async Task A_full_disk_of_the_engine_is_told_before_anything_is_loaded()
    {
        string data = Directory.CreateDirectory(_folder.File("engine")).FullName;
        await using SmallDisk disk = await SmallDisk.MountAsync(data, kibibytes: 400 << 10);
        await using RealDockerEngine real = await RealDockerEngine.StartAsync(data);
        using DockerEngine engine = new(new DockerEndpoint(real.Address));
        ComposeInstaller installer = Installer(real);
        StandInPackage package = new();
        ControlPlaneInstallOptions options = new()
        {
            Component = ControlPlaneComponent.ObsStack,
            OfflinePackage = package.Write(_folder.File("package.tar.gz")),
            NodeIP = "10.0.0.42",
            Wait = true,
            Timeout = TimeSpan.FromMinutes(2),
        };
        await installer.InstallAsync(options, new RecordingObserver(), default);
        Dictionary<string, string> before = await ContainersAsync(engine, "obs-stack");
        string[] images = await ImagesAsync();
        string[] files = [.. Directory.EnumerateFiles(_folder.File("deploy"), "*", SearchOption.AllDirectories)];

        // Room for less than what an engine needs to go on working.
        await disk.ResizeAsync((int)((new DriveInfo(data).TotalSize - new DriveInfo(data).AvailableFreeSpace) >> 10) + (32 << 10));
        package.Replace(new StandInImage("grafana/grafana:next") { User = "472", Ports = "3000" });
        package.Write(options.OfflinePackage);
        ControlPlaneException full = await Assert.ThrowsAsync<ControlPlaneException>(() => installer.InstallAsync(options with { Set = ["GrafanaVersion=next"] }, new RecordingObserver(), default));

        Assert.Equal(("ControlPlane.NoSpace", ErrorKind.LimitExceeded), (full.ErrorId, full.Kind));
        Assert.Matches($"^{Regex.Escape(data)} has [0-9.]+ [KM]iB free, and the images that are to be loaded take at least [0-9.]+ [KM]iB$", full.Message);
        Assert.Equal("Make room there ('docker system df' tells what is used), and run the command again.", full.Recommendation);
        Assert.Equal(before, await ContainersAsync(engine, "obs-stack"));
        Assert.Equal(images, await ImagesAsync());
        Assert.Equal(files, Directory.EnumerateFiles(_folder.File("deploy"), "*", SearchOption.AllDirectories));

        // With room again the same command goes through.
        await disk.ResizeAsync(400 << 10);
        IReadOnlyList<ControlPlaneService> services = await installer.InstallAsync(options with { Set = ["GrafanaVersion=next"] }, new RecordingObserver(), default);
        Assert.Equal("grafana/grafana:next", services.Single(service => service.Name == "grafana").Image);
        await installer.UninstallAsync(new ControlPlaneUninstallOptions { Component = ControlPlaneComponent.ObsStack, RemoveData = true }, new RecordingObserver(), default);

        async Task<string[]> ImagesAsync() => [.. (await real.RunAsync("images", "--no-trunc")).Split('\n').Order(StringComparer.Ordinal)];
    }

    [RequiresPartFact("docker", "compose", "busybox", "registry")]
    public async Task Images_go_to_the_mirror_and_come_from_it()
    {
        await using RealDockerEngine real = await RealDockerEngine.StartAsync();
        await using RealRegistry registry = await RealRegistry.StartAsync(RegistryMode.Basic);
        ComposeInstaller installer = Installer(real);
        StandInPackage package = new();
        ControlPlaneInstallOptions options = new()
        {
            Component = ControlPlaneComponent.ObsStack,
            OfflinePackage = package.Write(_folder.File("package.tar.gz")),
            NodeIP = "10.0.0.42",
            MirrorRegistry = registry.Host,
            RegistryProject = "neutree",
            RegistryOptions = new RegistryOptions { Credential = new NetworkCredential(registry.Credential!.Value.UserName, registry.Credential.Value.Password) },
            Wait = true,
            Timeout = TimeSpan.FromMinutes(2),
        };

        await installer.InstallAsync(options with { PushImages = true }, new RecordingObserver(), default);
        await installer.UninstallAsync(new ControlPlaneUninstallOptions { Component = ControlPlaneComponent.ObsStack }, new RecordingObserver(), default);
        await real.RunAsync("image", "prune", "--all", "--force");
        package.RemoveImages();
        package.Write(_folder.File("package.tar.gz"));

        IReadOnlyList<ControlPlaneService> services = await installer.InstallAsync(options, new RecordingObserver(), default);

        Assert.Equal($"{registry.Host}/neutree/grafana/grafana:11.5.3", services.Single(service => service.Name == "grafana").Image);
        Assert.All(services, service => Assert.Equal(ServiceStatus.Ready, service.Status));
        await installer.UninstallAsync(new ControlPlaneUninstallOptions { Component = ControlPlaneComponent.ObsStack, RemoveData = true }, new RecordingObserver(), default);
    }

    [RequiresPartFact("compose")]
    public async Task Compose_is_found_as_a_plugin_as_what_a_package_brought_or_not_at_all()
    {
        ComposeProgram none = new("/nonexistent/docker", ["compose"]);
        ComposeFinder finder = new(new Dictionary<string, string>()) { Plugin = none, Alone = new ComposeProgram("/nonexistent/docker-compose", []) };
        Assert.Equal("Compose.NotInstalled", (await Assert.ThrowsAsync<ComposeException>(() => finder.FindAsync(null, default))).ErrorId);

        Dictionary<string, string> environment = RequiredParts.FindComposeFolder() is { } folder ? new() { ["DOCKER_CONFIG"] = folder } : [];
        Assert.Equal(["docker", "compose", "up"], (await new ComposeFinder(environment).FindAsync(null, default)).Describe(["up"]).Split(' '));
        if (environment.TryGetValue("DOCKER_CONFIG", out string? config))
        {
            string carried = Path.Join(config, "cli-plugins", "docker-compose");
            Assert.Equal(carried, (await finder.FindAsync(() => Task.FromResult(carried), default)).FileName);
        }
    }

    private ComposeInstaller Installer(RealDockerEngine real, string work = "deploy")
    {
        Dictionary<string, string> environment = new() { ["DOCKER_HOST"] = real.Address };
        if (RequiredParts.FindComposeFolder() is { } folder)
        {
            environment["DOCKER_CONFIG"] = folder;
        }

        return new ComposeInstaller(
            new ControlPlanePlace { WorkingDirectory = _folder.File(work) }, NullLogger.Instance, () => new DockerEngine(new DockerEndpoint(real.Address)), environment);
    }

    private static async Task<string?> VariableAsync(DockerEngine engine, string container, string name) =>
        (await engine.FindContainerAsync(container, default))?.Configuration.Environment?
            .Where(variable => variable.StartsWith(name + "=", StringComparison.Ordinal))
            .Select(variable => variable[(name.Length + 1)..])
            .SingleOrDefault();

    /// <summary>Ids with the time of the last start, by service.</summary>
    private static async Task<Dictionary<string, string>> ContainersAsync(DockerEngine engine, string component = "neutree-core")
    {
        Dictionary<string, string> containers = [];
        foreach (DockerContainerSummary summary in await engine.ListContainersAsync(["com.docker.compose.project=" + component], default))
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
