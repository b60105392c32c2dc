using Neutree.Core.Helm.Releases;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Helm.Releases;

/// <summary>Releases from the first install to the last trace, on a real API server, with real helm 3 and 4 reading along and taking turns.</summary>
[Collection(KubernetesCollection.Name)]
public sealed class ReleaseLifeCycleTests(RealCluster cluster)
{
    private static readonly string[] FailingHooks = ["hooks.image=registry.example/fail:1"];

    [RequiresPartFact("kubernetes", RealHelm.Helm3, RealHelm.Helm4)]
    public async Task From_install_to_uninstall_helm_reads_what_we_read()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);

        Release installed = await site.InstallAsync(["greeting=hi"], options => options with { Wait = ReleaseWait.Watcher, Labels = new Dictionary<string, string> { ["team"] = "blue" } });
        Assert.Equal((1, ReleaseStatus.Deployed, "hi from demo.\n"), (installed.Revision, installed.Status, installed.Notes));
        Assert.Equal("1", (await site.GetAsync("apps/v1", "Deployment", "demo-web"))!.Find("status", "readyReplicas")?.ToString());
        await site.AssertHelmAgreesAsync();

        await site.UpgradeAsync(["greeting=hi", "extra=more", "replicas=2"], options => options with { Wait = ReleaseWait.Watcher });
        await site.AssertHelmAgreesAsync();

        ReleaseException failure = await Assert.ThrowsAsync<ReleaseException>(() =>
            site.UpgradeAsync(FailingHooks, options => options with { RollbackOnFailure = true, Timeout = TimeSpan.FromSeconds(5) }));
        Assert.StartsWith("release demo failed, and has been rolled back to revision 2: pre-upgrade hook web/templates/hooks.yaml: ", failure.Message, StringComparison.Ordinal);
        await site.AssertHelmAgreesAsync();

        await site.RollBackAsync(1);
        await site.AssertHelmAgreesAsync();
        Assert.Null((await site.GetAsync("v1", "ConfigMap", "demo-web"))!.Find("data", "extra"));

        Release tested = await site.TestAsync();
        Assert.Equal("Succeeded", Assert.Single(tested.Hooks, static hook => hook.Name == "demo-try").Phase);
        await site.AssertHelmAgreesAsync();

        ReleaseUninstallResult uninstalled = (await site.UninstallAsync(options => options with { KeepHistory = true, Wait = ReleaseWait.Watcher }))!;
        Assert.Equal([$"ConfigMap {site.Namespace}/demo-kept"], uninstalled.Kept);
        await site.AssertHelmAgreesAsync();
        Assert.Equal(["demo-hook-config", "demo-kept"], await site.NamesAsync("v1", "ConfigMap"));
        Assert.Equal([], await site.NamesAsync("apps/v1", "Deployment"));

        await site.UninstallAsync();
        Assert.Equal([], await site.Reader.ListAsync(new ReleaseQuery { Statuses = [ReleaseStatus.Uninstalled] }, CancellationToken.None).ToListAsync());
    }

    [RequiresPartTheory("kubernetes", RealHelm.Helm3, RealHelm.Helm4)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_release_of_helm_is_upgraded_rolled_back_and_uninstalled(int version)
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await site.Helm(version).RunAsync("install", "demo", ReleaseSite.Chart, "--set", "extra=gone");

        await site.UpgradeAsync(["greeting=ours"]);
        Assert.Null((await site.GetAsync("v1", "ConfigMap", "demo-web"))!.Find("data", "extra"));
        await site.AssertHelmAgreesAsync();

        await site.RollBackAsync();
        Assert.Equal("gone", (await site.GetAsync("v1", "ConfigMap", "demo-web"))!.Text("data", "extra"));
        await site.AssertHelmAgreesAsync();

        await site.UninstallAsync();
        Assert.Equal([], await site.NamesAsync("apps/v1", "Deployment"));
        Assert.Equal([], (await site.Helm(version).ListAsync()).EnumerateArray());
    }

    [RequiresPartTheory("kubernetes", RealHelm.Helm3, RealHelm.Helm4)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_release_of_ours_is_upgraded_rolled_back_and_uninstalled_by_helm(int version)
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await site.InstallAsync(["extra=kept"]);
        RealHelm helm = site.Helm(version);

        await helm.RunAsync("upgrade", "demo", ReleaseSite.Chart, "--set", "greeting=theirs");
        await site.AssertHelmAgreesAsync();
        await helm.RunAsync("rollback", "demo", "1");
        Assert.Equal("kept", (await site.GetAsync("v1", "ConfigMap", "demo-web"))!.Text("data", "extra"));
        await site.AssertHelmAgreesAsync();
        await helm.RunAsync("test", "demo");
        await helm.RunAsync("uninstall", "demo");

        Assert.Equal([], await site.NamesAsync("apps/v1", "Deployment"));
        Assert.Equal([], await site.Reader.ListAsync(new ReleaseQuery(), CancellationToken.None).ToListAsync());
    }

    [RequiresPartFact("kubernetes", RealHelm.Helm3, RealHelm.Helm4)]
    public async Task Revisions_of_all_three_stand_in_one_history()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await site.Helm3.RunAsync("install", "demo", ReleaseSite.Chart);
        await site.UpgradeAsync();
        await site.Helm4.RunAsync("upgrade", "demo", ReleaseSite.Chart);
        await site.Helm3.RunAsync("upgrade", "demo", ReleaseSite.Chart);
        await site.UpgradeAsync();

        Assert.Equal(
            ["1 superseded Install complete", "2 superseded Upgrade complete", "3 superseded Upgrade complete", "4 superseded Upgrade complete", "5 deployed Upgrade complete"],
            await site.HistoryAsync());
        await site.AssertHelmAgreesAsync();
    }
}
