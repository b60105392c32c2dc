using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.ControlPlane;
using Neutree.Core.Go;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Helm.Releases.Records;
using Neutree.Core.Kubernetes;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Kubernetes;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.ControlPlane;

/// <summary>Neutree's own chart, whose ConfigMap of dashboards is almost as large as Kubernetes takes.</summary>
[Collection(KubernetesCollection.Name)]
public sealed class UpstreamChartTests(RealCluster cluster) : IDisposable
{
    private const int Dashboards = 1_036_543;

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingObserver _observer = new();

    public void Dispose() => _folder.Dispose();

    private static string Chart => Path.Combine(TestFolders.Conformance ?? "", "helm", "charts", "neutree.tgz");

    [ConformanceFact]
    public async Task It_is_applied_object_by_object_in_helms_order_and_its_record_fits_a_secret()
    {
        await using EmptyCluster server = EmptyCluster.Start();
        HelmInstaller installer = new(Place("neutree"), NullLogger.Instance, _ => Task.FromResult(server.Connect("neutree")));

        await installer.InstallAsync(Options(), _observer, default);

        KubernetesObject[] applied = [.. server.Applied.Where(static item => item.Kind != "Namespace")];
        string[] kinds = [.. applied.Select(static item => item.Kind)];
        Assert.Equal(59, applied.Length);
        Assert.Equal(kinds.Order(KindOrder.Install), kinds);
        Assert.All(server.ApplyTargets, static target => Assert.EndsWith("?fieldManager=helm&fieldValidation=Strict", target, StringComparison.Ordinal));
        KubernetesObject dashboards = applied.Single(static item => item is { Kind: "ConfigMap", Name: "grafana-dashboards" });
        Assert.Equal(Dashboards, ((GoMap)dashboards.Find("data")!).Sum(static pair => ((GoString)pair.Value!).Length));
        Assert.All(applied, static item => Assert.Null(item.Annotation("kubectl.kubernetes.io/last-applied-configuration")));

        // One look and one apply an object, as helm has it.
        string[] paths = [.. server.ApplyTargets.Select(static target => target.Split('?')[0]).Where(static path => path != "/api/v1/namespaces/neutree")];
        Assert.Superset(paths.ToHashSet(), server.LooksBeforehand.ToHashSet());

        // Grafana's claim is looked up by its template as well, when images are looked for and when the release is planned.
        Assert.Equal(paths.Length + 2, server.LooksBeforehand.Count(paths.Contains));

        KubernetesObject stored = server.Records[^1];
        Assert.InRange(stored.Text("data", "release").Length * 3 / 4, 1, RecordPacker.Limit);
        ReleaseRecord record = StorageObject.Read(stored);
        Assert.Equal(("neutree", 1, ReleaseStatus.Deployed, true), (record.Name, record.Revision, record.Status, record.IsServerSideApplied));
        Assert.Contains("name: grafana-dashboards", record.Manifest.ToString(), StringComparison.Ordinal);
    }

    [RequiresPartFact("kubernetes-1.25", RealHelm.Helm3, RealHelm.Helm4)]
    public async Task It_goes_from_install_to_uninstall_and_helm_reads_along()
    {
        Assert.True(File.Exists(Chart), "the chart of the conformance cases is needed: NEUTREE_CONFORMANCE names their folder");
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        HelmInstaller installer = new(Place(ns.Name) with { ReleaseName = ns.Name, Kubeconfig = await cluster.KubeconfigFileAsync() }, NullLogger.Instance);

        await installer.InstallAsync(Options(), _observer, default);
        await AssertHelmReadsAsync(ns, "1 deployed Install complete");
        await installer.InstallAsync(Options() with { Set = ["api.replicaCount=2"] }, _observer, default);
        await installer.RestoreAsync(new ControlPlaneRestoreOptions { Revision = 1 }, _observer, default);
        await AssertHelmReadsAsync(ns, "1 superseded Install complete", "2 superseded Upgrade complete", "3 deployed Rollback to 1");
        KubernetesObject dashboards = (await ns.Client.GetAsync(new ObjectReference("v1", "ConfigMap", "grafana-dashboards"), default))!;
        Assert.Equal(Dashboards, ((GoMap)dashboards.Find("data")!).Sum(static pair => ((GoString)pair.Value!).Length));
        Assert.Null(dashboards.Annotation("kubectl.kubernetes.io/last-applied-configuration"));
        RealHelm helm = new(4, await cluster.KubeconfigFileAsync(), ns.Name);
        await helm.RunAsync("upgrade", ns.Name, Chart, "--set", "jwtSecret=given");
        await AssertHelmReadsAsync(ns, "1 superseded Install complete", "2 superseded Upgrade complete", "3 superseded Rollback to 1", "4 deployed Upgrade complete");

        await installer.UninstallAsync(new ControlPlaneUninstallOptions(), _observer, default);
        Assert.Equal([], await ns.Client.ListAsync(new ObjectQuery("apps/v1", "Deployment"), default).Where(static item => item.Text("metadata", "deletionTimestamp").Length == 0).ToListAsync());
        NeutreeException gone = await Assert.ThrowsAnyAsync<NeutreeException>(() => installer.GetAsync(null, default));
        Assert.Equal("Release.NotFound", gone.ErrorId);
    }

    private static ControlPlaneInstallOptions Options() => new() { OfflinePackage = Chart, JwtSecret = "given" };

    private ControlPlanePlace Place(string ns) => new() { Method = DeployMethod.Helm, Namespace = ns, WorkingDirectory = _folder.File("work") };

    private async Task AssertHelmReadsAsync(RealNamespace ns, params string[] history)
    {
        foreach (int version in (int[])[3, 4])
        {
            JsonElement read = await new RealHelm(version, await cluster.KubeconfigFileAsync(), ns.Name).ReadAsync("history", ns.Name);
            Assert.Equal(history, read.EnumerateArray().Select(static item => $"{item.GetProperty("revision")} {item.GetProperty("status")} {item.GetProperty("description")}"));
        }
    }
}
