using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.ControlPlane;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Kubernetes;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Packages.Building;
using Neutree.Core.Packages.Finding;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Packages.Building;
using Neutree.Core.Tests.Packages.Finding;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.ControlPlane;

/// <summary>deploy/chart/neutree on a real API server, with pods that a fake kubelet makes ready.</summary>
[Collection(KubernetesCollection.Name)]
public sealed class HelmInstallerTests(RealCluster cluster) : IDisposable
{
    /// <summary>No provisioner and no load balancer is there.</summary>
    private static readonly string[] Plain =
    [
        "db.persistence.enabled=false", "grafana.persistence.enabled=false", "vmagent.persistence.enabled=false", "victorialogs.persistence.enabled=false",
        "victoria-metrics-cluster.vmstorage.persistentVolume.enabled=false", "grafana.service.type=ClusterIP", "kong.proxyService.type=ClusterIP",
        "victoria-metrics-cluster.vminsert.service.type=ClusterIP",
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingObserver _observer = new();

    public void Dispose() => _folder.Dispose();

    [RequiresPartFact("kubernetes", RealHelm.Helm3, RealHelm.Helm4)]
    public async Task The_control_plane_goes_from_install_to_uninstall_and_helm_reads_along()
    {
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        HelmInstaller installer = await CreateAsync(ns);
        ControlPlaneInstallOptions options = new() { OfflinePackage = await PackAsync(), Set = Plain, Wait = true, Timeout = TimeSpan.FromSeconds(120) };

        IReadOnlyList<ControlPlaneService> installed = await installer.InstallAsync(options, _observer, default);
        Assert.Equal(15, installed.Count);
        Assert.All(installed, service => Assert.True(service.Status is ServiceStatus.Ready or ServiceStatus.Completed, $"{service.Name} is {service.Status}: {service.Message}"));
        await AssertHelmReadsAsync(ns, "1 deployed Install complete");
        string secret = await JwtSecretAsync(ns);
        Assert.Matches("^[A-Za-z0-9]{32}$", secret);

        await installer.InstallAsync(options with { Set = ["api.replicaCount=2"] }, _observer, default);
        await AssertHelmReadsAsync(ns, "1 superseded Install complete", "2 deployed Upgrade complete");
        Assert.Equal(secret, await JwtSecretAsync(ns));
        Assert.Equal("2/2", (await installer.GetAsync(null, default)).Single(service => service.Name == "Deployment/neutree-api").State);

        ControlPlaneInstallOptions failing = options with
        {
            Set = ["api.image.repository=neutree/fail"],
            Timeout = TimeSpan.FromSeconds(20),
            Release = new ReleaseLaunchOptions { RollbackOnFailure = true },
        };
        NeutreeException failure = await Assert.ThrowsAnyAsync<NeutreeException>(() => installer.InstallAsync(failing, _observer, default));
        Assert.Contains("has been rolled back to revision 2", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, failure.Message, StringComparison.Ordinal);
        Assert.Equal("2/2", (await installer.GetAsync(null, default)).Single(service => service.Name == "Deployment/neutree-api").State);

        await installer.RestoreAsync(new ControlPlaneRestoreOptions { Revision = 1, Wait = true }, _observer, default);
        Assert.Equal("1/1", (await installer.GetAsync(null, default)).Single(service => service.Name == "Deployment/neutree-api").State);

        await installer.UninstallAsync(new ControlPlaneUninstallOptions(), _observer, default);
        Assert.Equal([], await NamesAsync(ns, "apps/v1", "Deployment"));
        Assert.Equal([], await NamesAsync(ns, "batch/v1", "Job"));
        NeutreeException gone = await Assert.ThrowsAnyAsync<NeutreeException>(() => installer.GetAsync(null, default));
        Assert.Equal("Release.NotFound", gone.ErrorId);
    }

    [RequiresPartFact("kubernetes")]
    public async Task What_would_change_is_told_and_nothing_is_changed()
    {
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        HelmInstaller installer = await CreateAsync(ns);
        ControlPlaneInstallOptions options = new() { OfflinePackage = await PackAsync(), Set = Plain };

        await installer.InstallAsync(options with { WhatIf = true }, _observer, default);
        Assert.Equal([ObjectChange.Create], _observer.Changes.Select(change => change.Change).Distinct());
        Assert.Equal([], await NamesAsync(ns, "apps/v1", "Deployment"));
        Assert.False(Directory.Exists(_folder.File("work")));

        await installer.InstallAsync(options, _observer, default);
        List<ReleaseDifference> differences = await installer.CompareAsync(options with { Set = ["kong.resources.limits.memory=3Gi"] }, _observer, default)
            .Where(change => change.Change != ObjectChange.None).ToListAsync();

        Assert.Equal(
            [
                "Update Deployment/neutree-kong spec.template.spec.containers[kong].resources.limits.memory: \"2Gi\" -> \"3Gi\"",
                "Create Job/neutree-setup-2",
                "Delete Job/neutree-setup-1",
            ],
            differences.Select(change => string.Join(' ', [$"{change.Change} {change.Kind}/{change.Name}", .. change.Fields.Select(field => $"{field.Path}: {field.Before} -> {field.After}")])));
        Assert.Equal(1, (await new ReleaseReader(ns.Client).GetAsync("neutree", null, null, default)).Revision);
    }

    [RequiresPartFact("kubernetes")]
    public async Task Images_must_be_on_the_mirror_and_a_pull_secret_is_made_for_it()
    {
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        await using SampleRegistry registry = await SampleRegistry.StartAsync(_folder, "site/library/postgres:13");
        HelmInstaller installer = await CreateAsync(ns);
        ControlPlaneInstallOptions options = new()
        {
            OfflinePackage = await PackAsync(),
            Set = Plain,
            MirrorRegistry = registry.Host,
            RegistryProject = "site",
            RegistryOptions = new RegistryOptions { PlainHttp = true },
            Release = new ReleaseLaunchOptions { PullCredential = new NetworkCredential("puller", "p:w") },
        };

        ControlPlaneException missing = await Assert.ThrowsAsync<ControlPlaneException>(() => installer.InstallAsync(options, _observer, default));
        Assert.Equal("ControlPlane.ImagesMissing", missing.ErrorId);
        Assert.StartsWith("17 images of the chart are not on", missing.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("postgres:13", missing.Message, StringComparison.Ordinal);
        Assert.Equal([], await NamesAsync(ns, "v1", "Secret"));

        // Without a package, from the chart that was unpacked, nobody says that images were brought.
        await installer.InstallAsync(options with { OfflinePackage = null, JwtSecret = "given" }, _observer, default);

        KubernetesObject secret = (await ns.Client.GetAsync(new ObjectReference("v1", "Secret", "neutree-pull-secret"), default))!;
        Assert.Equal("kubernetes.io/dockerconfigjson", secret.Text("type"));
        Assert.Equal(
            "{\"auths\":{\"" + registry.Host + "\":{\"username\":\"puller\",\"password\":\"p:w\",\"auth\":\"" + Convert.ToBase64String("puller:p:w"u8) + "\"}}}",
            Encoding.UTF8.GetString(Convert.FromBase64String(secret.Text("data", ".dockerconfigjson"))));
        KubernetesObject api = (await ns.Client.GetAsync(new ObjectReference("apps/v1", "Deployment", "neutree-api"), default))!;
        Assert.Equal("""[{"name":"neutree-pull-secret"}]""", GoJson.EncodeRaw(api.Find("spec", "template", "spec", "imagePullSecrets")).ToString());

        await installer.UninstallAsync(new ControlPlaneUninstallOptions(), _observer, default);
        Assert.Null(await ns.Client.GetAsync(secret.Reference, default));
    }

    [RequiresPartFact("kubernetes", "registry")]
    public async Task A_whole_package_brings_its_images_to_the_mirror_and_is_installed_from_there()
    {
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        await using SampleRegistry origin = await SampleRegistry.StartAsync(_folder, [.. ControlPlaneSample.Images.Select(image => ImageReference.Parse(image)).Select(image => $"{image.Repository}:{image.Tag}")]);
        await using RealRegistry site = await RealRegistry.StartAsync(RegistryMode.Basic);
        PackageBuildOptions build = new()
        {
            Recipe = ControlPlaneSample.Recipe(_folder),
            OutputPath = _folder.Path,
            Pull = new ImagePullOptions { MirrorRegistry = $"http://{origin.Host}", Platforms = [new Platform("linux", "amd64")] },
        };
        BuiltPackage package = await new PackageBuilder(build) { ComposeTemplates = new ControlPlaneTemplates() }.BuildAsync(null, default);
        ControlPlaneInstallOptions options = new()
        {
            OfflinePackage = package.Path,
            Set = Plain,
            MirrorRegistry = site.Host,
            RegistryProject = "neutree",
            RegistryOptions = new RegistryOptions { Credential = new NetworkCredential(site.Credential!.Value.UserName, site.Credential.Value.Password) },
            Wait = true,
            Timeout = TimeSpan.FromSeconds(120),
        };

        HelmInstaller installer = await CreateAsync(ns);
        ControlPlaneException missing = await Assert.ThrowsAsync<ControlPlaneException>(() => installer.InstallAsync(options, _observer, default));
        IReadOnlyList<ControlPlaneService> services = await installer.InstallAsync(options with { PushImages = true }, _observer, default);

        Assert.Equal("ControlPlane.ImagesMissing", missing.ErrorId);
        Assert.Equal(15, services.Count);
        Assert.All(services, service => Assert.True(service.Status is ServiceStatus.Ready or ServiceStatus.Completed, $"{service.Name} is {service.Status}: {service.Message}"));
        Assert.All(services, service => Assert.StartsWith($"{site.Host}/neutree/", service.Image, StringComparison.Ordinal));
        await installer.UninstallAsync(new ControlPlaneUninstallOptions { RemoveData = true }, _observer, default);
    }

    [RequiresPartFact("kubernetes")]
    public async Task Missing_rights_are_told_with_verb_resource_and_namespace_before_anything_is_changed()
    {
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        await ApplyAsync(ns, "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: some}, rules: [{apiGroups: [''], resources: [secrets, configmaps], verbs: ['*']}]}");
        await ApplyAsync(ns, "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: some}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: some}, subjects: [{kind: User, name: bob, apiGroup: rbac.authorization.k8s.io}]}");
        await ApplyAsync(ns, "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: neutree-test-see-namespaces}, rules: [{apiGroups: [''], resources: [namespaces], verbs: [get]}]}");
        await ApplyAsync(ns, "{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: neutree-test-see-namespaces}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: neutree-test-see-namespaces}, subjects: [{kind: User, name: bob, apiGroup: rbac.authorization.k8s.io}]}");
        HelmInstaller installer = new(
            new ControlPlanePlace { Method = DeployMethod.Helm, Namespace = ns.Name, WorkingDirectory = _folder.File("work"), AllowOldServer = true },
            NullLogger.Instance,
            async _ => await cluster.ConnectAsync(options => options with { Namespace = ns.Name, ImpersonatedUser = "bob" }));

        NeutreeException denied = await Assert.ThrowsAnyAsync<NeutreeException>(async () => await installer.InstallAsync(new ControlPlaneInstallOptions { OfflinePackage = await PackAsync(), Set = Plain }, _observer, default));

        Assert.Equal(("Release.AccessDenied", ErrorKind.PermissionDenied), (denied.ErrorId, denied.Kind));
        Assert.Contains($"create, get, patch deployments.apps in namespace {ns.Name}", denied.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(" secrets ", denied.Message, StringComparison.Ordinal);
        Assert.Equal([], await NamesAsync(ns, "v1", "Secret"));
        Assert.Equal([], await NamesAsync(ns, "v1", "Service"));
    }

    [RequiresPartFact("kubernetes")]
    public async Task Claims_stay_until_the_data_are_to_go()
    {
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        HelmInstaller installer = await CreateAsync(ns);
        ControlPlaneInstallOptions options = new() { OfflinePackage = await PackAsync() };

        await installer.InstallAsync(options, _observer, default);
        await installer.UninstallAsync(new ControlPlaneUninstallOptions(), _observer, default);
        IReadOnlyList<string> kept = await NamesAsync(ns, "v1", "PersistentVolumeClaim");
        await installer.InstallAsync(options, _observer, default);
        await installer.UninstallAsync(new ControlPlaneUninstallOptions { RemoveData = true }, _observer, default);

        Assert.Subset(kept.ToHashSet(), new HashSet<string> { "neutree-grafana", "neutree-postgresql", "neutree-victorialogs", "neutree-vmagent" });
        Assert.Equal([], (await ns.Client.ListAsync(new ObjectQuery("v1", "PersistentVolumeClaim"), default).ToListAsync()).Where(claim => claim.Text("metadata", "deletionTimestamp").Length == 0).Select(claim => claim.Name));
    }

    [RequiresPartFact("kubernetes")]
    public async Task An_upgrade_needs_something_to_upgrade_and_obs_stack_is_part_of_the_release()
    {
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        HelmInstaller installer = await CreateAsync(ns);
        ControlPlaneInstallOptions options = new() { OfflinePackage = await PackAsync() };

        ControlPlaneException nothing = await Assert.ThrowsAsync<ControlPlaneException>(() => installer.InstallAsync(options with { MustExist = true }, _observer, default));
        ControlPlaneException stack = await Assert.ThrowsAsync<ControlPlaneException>(() => installer.InstallAsync(options with { Component = ControlPlaneComponent.ObsStack }, _observer, default));

        Assert.Equal(("ControlPlane.NotInstalled", "ControlPlane.PartOfRelease"), (nothing.ErrorId, stack.ErrorId));
    }

    private async Task<HelmInstaller> CreateAsync(RealNamespace ns) => new(
        new ControlPlanePlace
        {
            Method = DeployMethod.Helm,
            Namespace = ns.Name,
            Kubeconfig = await cluster.KubeconfigFileAsync(),
            WorkingDirectory = _folder.File("work"),
            AllowOldServer = true,
        },
        NullLogger.Instance);

    private static Task<KubernetesObject> ApplyAsync(RealNamespace ns, string yaml) =>
        ns.Client.ApplyAsync(KubernetesObject.Parse(yaml)!, new WriteOptions { FieldManager = "test", Force = true }, default);

    private async Task<string> PackAsync()
    {
        string chart = await VendoredSample.WriteChartAsync(_folder.File("source"));
        return (await new ChartPackager().PackAsync(new ChartPackageOptions { Chart = chart, Destination = _folder.File("packed") })).Path;
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(RealNamespace ns, string apiVersion, string kind) =>
        await ns.Client.ListAsync(new ObjectQuery(apiVersion, kind), default).Where(item => item.Text("metadata", "deletionTimestamp").Length == 0).Select(item => item.Name)
            .Where(name => !name.StartsWith("default-token", StringComparison.Ordinal)).Order().ToListAsync();

    private static async Task<string> JwtSecretAsync(RealNamespace ns)
    {
        KubernetesObject secret = (await ns.Client.GetAsync(new ObjectReference("v1", "Secret", "neutree-jwt"), default))!;
        return Encoding.UTF8.GetString(Convert.FromBase64String(secret.Text("data", "jwt-secret")));
    }

    private async Task AssertHelmReadsAsync(RealNamespace ns, params string[] history)
    {
        foreach (int version in (int[])[3, 4])
        {
            JsonElement read = await new RealHelm(version, await cluster.KubeconfigFileAsync(), ns.Name).ReadAsync("history", "neutree");
            Assert.Equal(history, read.EnumerateArray().Select(item => $"{item.GetProperty("revision")} {item.GetProperty("status")} {item.GetProperty("description")}"));
        }
    }
}
