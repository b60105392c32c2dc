using Neutree.Core.Go;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Kubernetes;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Helm.Releases;

/// <summary>Whose objects and fields they are, and what the user may do, on a real API server.</summary>
[Collection(KubernetesCollection.Name)]
public sealed class ReleaseOwnershipTests(RealCluster cluster)
{
    private static readonly WriteOptions ByOthers = new() { FieldManager = "others", Force = true };

    [RequiresPartFact("kubernetes")]
    public async Task A_field_of_another_manager_is_a_conflict_that_names_both_unless_it_is_taken_over()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await site.InstallAsync();
        await site.Client.ApplyAsync(
            KubernetesObject.Parse("{apiVersion: v1, kind: ConfigMap, metadata: {name: demo-web}, data: {greeting: theirs}}")!, ByOthers, CancellationToken.None);

        KubernetesException conflict = await Assert.ThrowsAsync<KubernetesException>(() => site.UpgradeAsync(["greeting=ours"]));

        Assert.Equal("Kubernetes.FieldConflict", conflict.ErrorId);
        Assert.Contains("conflict with \"others\"", conflict.Message, StringComparison.Ordinal);
        Assert.Contains(".data.greeting", conflict.Message, StringComparison.Ordinal);
        Assert.Equal("theirs", (await site.GetAsync("v1", "ConfigMap", "demo-web"))!.Text("data", "greeting"));
        Assert.Equal(["1 deployed", "2 failed"], (await site.HistoryAsync()).Select(static line => string.Join(' ', line.Split(' ')[..2])));
        await site.UpgradeAsync(["greeting=ours"], static options => options with { ForceConflicts = true });
        Assert.Equal("ours", (await site.GetAsync("v1", "ConfigMap", "demo-web"))!.Text("data", "greeting"));
    }

    [RequiresPartTheory("kubernetes", RealHelm.Helm3, RealHelm.Helm4)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task A_field_that_a_chart_drops_is_gone_though_it_was_applied_on_the_client(int version)
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        string[] onClient = version == 3 ? [] : ["--server-side=false"];
        await site.Helm(version).RunAsync(["install", "demo", ReleaseSite.Chart, "--set", "extra=gone", .. onClient]);

        Assert.Contains(
            "Update ConfigMap demo-web data.revision=\"1\">\"2\" data.extra=\"gone\">-",
            await site.CompareAsync(ReleaseSite.UpgradeOptions() with { ValueReuse = ValueReuse.Reset }));
        await site.UpgradeAsync(change: static options => options with { ValueReuse = ValueReuse.Reset });

        KubernetesObject live = (await site.GetAsync("v1", "ConfigMap", "demo-web"))!;
        Assert.Equal(["greeting", "motd", "revision"], ((GoMap)live.Find("data")!).SortedKeys.Select(static key => key.ToString()));
        Assert.Equal(
            ["helm Apply"],
            ((GoSlice)live.Find("metadata", "managedFields")!).OfType<GoMap>().Select(static entry => $"{entry["manager"]} {entry["operation"]}"));
    }

    [RequiresPartFact("kubernetes")]
    public async Task Objects_of_others_are_left_alone_unless_they_are_taken_over()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        KubernetesObject theirs = KubernetesObject.Parse("{apiVersion: v1, kind: ConfigMap, metadata: {name: demo-web}, data: {greeting: theirs}}")!;
        await site.Client.CreateAsync(theirs, ByOthers, CancellationToken.None);

        ReleaseException refusal = await Assert.ThrowsAsync<ReleaseException>(() => site.InstallAsync());

        Assert.Equal("Release.ObjectExists", refusal.ErrorId);
        Assert.Equal(
            $"1 object(s) exist and don't belong to release demo in namespace {site.Namespace}: ConfigMap {site.Namespace}/demo-web: label app.kubernetes.io/managed-by is missing (wanted \"Helm\"); annotation meta.helm.sh/release-name is missing (wanted \"demo\"); annotation meta.helm.sh/release-namespace is missing (wanted \"{site.Namespace}\")",
            refusal.Message);
        Assert.Equal(["demo-web"], await site.NamesAsync("v1", "ConfigMap"));
        Assert.Equal([], await site.Reader.ListAsync(new ReleaseQuery(), CancellationToken.None).ToListAsync());
        await site.InstallAsync(change: static options => options with { TakeOwnership = true, ForceConflicts = true });
        Assert.Equal("hello", (await site.GetAsync("v1", "ConfigMap", "demo-web"))!.Text("data", "greeting"));
    }

    [RequiresPartFact("kubernetes")]
    public async Task Missing_rights_are_told_before_anything_is_changed()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await ApplyAsync(site, "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: some}, rules: [{apiGroups: ['', apps], resources: [secrets, configmaps, services, deployments], verbs: ['*']}]}");
        await ApplyAsync(site, "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: some}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: some}, subjects: [{kind: User, name: bob, apiGroup: rbac.authorization.k8s.io}]}");
        using IKubernetesClient bob = await cluster.ConnectAsync(options => options with { Namespace = site.Namespace, ImpersonatedUser = "bob" });
        ReleaseInstallOptions options = new() { Name = "demo", Chart = ReleaseSite.Chart, AllowOldServer = true, SkipCrds = true };

        ReleaseException denied = await Assert.ThrowsAsync<ReleaseException>(() => new ReleaseInstaller(bob, options).RunAsync(CancellationToken.None));

        Assert.Equal(("Release.AccessDenied", ErrorKind.PermissionDenied), (denied.ErrorId, denied.Kind));
        Assert.Equal(
            $"nothing was changed, because rights are missing on {site.Client.Server}: create, delete, get, patch, watch jobs.batch in namespace {site.Namespace}; create, get, patch widgets.test.neutree.ai in namespace {site.Namespace}",
            denied.Message);
        Assert.Equal([], await site.NamesAsync("v1", "ConfigMap"));
    }

    [RequiresPartFact("kubernetes")]
    public async Task Without_any_rights_the_error_names_verb_resource_and_namespace()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        using IKubernetesClient nobody = await cluster.ConnectAsync(options => options with { Namespace = site.Namespace, ImpersonatedUser = "nobody" });
        ReleaseInstallOptions options = new() { Name = "demo", Chart = ReleaseSite.Chart, AllowOldServer = true };

        KubernetesException denied = await Assert.ThrowsAsync<KubernetesException>(() => new ReleaseInstaller(nobody, options).RunAsync(CancellationToken.None));

        Assert.Equal(("list", "secrets", site.Namespace), (denied.Verb, denied.Resource, denied.Namespace));
    }

    private static Task<KubernetesObject> ApplyAsync(ReleaseSite site, string yaml) =>
        site.Client.ApplyAsync(KubernetesObject.Parse(yaml)!, ByOthers, CancellationToken.None);
}
