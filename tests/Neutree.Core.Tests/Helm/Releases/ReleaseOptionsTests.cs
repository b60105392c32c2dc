using Neutree.Core.Go;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Helm.Releases.Records;
using Neutree.Core.Kubernetes;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Helm.Charts;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Helm.Releases;

/// <summary>What the options of actions do, on a real API server.</summary>
[Collection(KubernetesCollection.Name)]
public sealed class ReleaseOptionsTests(RealCluster cluster) : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RequiresPartFact("kubernetes")]
    public async Task Definitions_come_first_and_those_that_exist_are_left_as_they_are()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        string group = $"{site.Namespace}.neutree.ai";
        string Crd(string field) => $$"""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: gadgets.{{group}}}
            spec:
              group: {{group}}
              scope: Namespaced
              names: {kind: Gadget, plural: gadgets, singular: gadget, listKind: GadgetList}
              versions:
                - name: v1
                  served: true
                  storage: true
                  schema: {openAPIV3Schema: {type: object, properties: {{{field}}: {type: string} } } }
            """;
        ChartSource source = ChartSource.Demo
            .Add("crds/gadgets.yaml", Crd("color"))
            .Add("templates/gadget.yaml", $$$"""{{ if .Capabilities.APIVersions.Has "{{{group}}}/v1/Gadget" }}{apiVersion: "{{{group}}}/v1", kind: Gadget, metadata: {name: g}, color: red}{{ end }}""");
        string chart = source.WriteTo(_folder);
        try
        {
            Assert.Equal(
                [$"Create CustomResourceDefinition gadgets.{group}", "Create Gadget g"], await site.CompareAsync(ReleaseSite.UpgradeOptions() with { Chart = chart, Install = true }));
            await site.InstallAsync(change: options => options with { Chart = chart });
            Assert.Equal("red", (await site.GetAsync($"{group}/v1", "Gadget", "g"))!.Text("color"));

            _folder.Write("demo/crds/gadgets.yaml", System.Text.Encoding.UTF8.GetBytes(Crd("size")));
            await site.UpgradeAsync(change: options => options with { Chart = chart });
            await site.UninstallAsync();

            KubernetesObject definition = (await site.GetAsync("apiextensions.k8s.io/v1", "CustomResourceDefinition", $"gadgets.{group}"))!;
            Assert.Contains("color", GoJson.Encode(definition.Find("spec")).ToString(), StringComparison.Ordinal);
        }
        finally
        {
            await site.Client.DeleteAsync(
                new ObjectReference("apiextensions.k8s.io/v1", "CustomResourceDefinition", $"gadgets.{group}"), new DeletionOptions(), CancellationToken.None);
        }
    }

    [RequiresPartFact("kubernetes")]
    public async Task A_dry_run_renders_with_the_cluster_s_answers_and_changes_nothing()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        string chart = ChartSource.Demo
            .Add("templates/config.yaml", """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: config}
                data:
                  root: {{ dig "metadata" "name" "none" (lookup "v1" "ServiceAccount" .Release.Namespace "default") | quote }}
                  missing: {{ lookup "v1" "ConfigMap" .Release.Namespace "none" | toJson | quote }}
                  listed: {{ len ((lookup "v1" "ServiceAccount" .Release.Namespace "").items | default list) | quote }}
                  version: {{ .Capabilities.KubeVersion.Version }}
                  apps: {{ .Capabilities.APIVersions.Has "apps/v1/Deployment" | quote }}
                """)
            .WriteTo(_folder);

        Release server = await site.InstallAsync(change: options => options with { Chart = chart, DryRun = ReleaseDryRun.Server });
        Release client = await site.InstallAsync(change: options => options with { Chart = chart, DryRun = ReleaseDryRun.Client });

        ServerVersion version = await site.Client.GetVersionAsync(CancellationToken.None);
        Assert.EndsWith($"listed: \"1\"\n  version: {version}\n  apps: \"true\"\n", server.Manifest, StringComparison.Ordinal);
        Assert.Contains("missing: \"{}\"", server.Manifest, StringComparison.Ordinal);
        Assert.Contains("root: \"default\"", server.Manifest, StringComparison.Ordinal);
        Assert.Contains("root: \"none\"", client.Manifest, StringComparison.Ordinal);
        Assert.Equal("Dry run complete", server.Description);
        Assert.Equal([], await site.NamesAsync("v1", "ConfigMap"));
        Assert.Equal([], await site.Reader.ListAsync(new ReleaseQuery(), CancellationToken.None).ToListAsync());
    }

    [RequiresPartFact("kubernetes")]
    public async Task A_dry_run_tells_what_the_cluster_would_refuse()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        string chart = ChartSource.Demo.Add("templates/s.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: s}\nspec: {ports: [{port: 70000, protocol: TCP}]}\n").WriteTo(_folder);

        KubernetesException refusal = await Assert.ThrowsAsync<KubernetesException>(() => site.InstallAsync(change: options => options with { Chart = chart, DryRun = ReleaseDryRun.Server }));

        Assert.Contains("spec.ports[0].port", refusal.Message, StringComparison.Ordinal);
    }

    [RequiresPartFact("kubernetes")]
    public async Task Values_of_the_revision_before_are_reused_as_asked()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await site.InstallAsync(["greeting=first", "extra=one"]);

        Assert.Equal("first/one", await UpgradedAsync(null, ValueReuse.Auto));
        Assert.Equal("hello/two", await UpgradedAsync(["extra=two"], ValueReuse.Auto));
        Assert.Equal("second/two", await UpgradedAsync(["greeting=second"], ValueReuse.Reuse));
        Assert.Equal("second/three", await UpgradedAsync(["extra=three"], ValueReuse.ResetThenReuse));
        Assert.Equal("hello/", await UpgradedAsync(null, ValueReuse.Reset));

        async Task<string> UpgradedAsync(string[]? set, ValueReuse reuse)
        {
            await site.UpgradeAsync(set, options => options with { ValueReuse = reuse });
            KubernetesObject config = (await site.GetAsync("v1", "ConfigMap", "demo-web"))!;
            return $"{config.Text("data", "greeting")}/{config.Text("data", "extra")}";
        }
    }

    [RequiresPartFact("kubernetes", RealHelm.Helm3, RealHelm.Helm4)]
    public async Task Description_labels_and_history_limit_are_helm_s()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await site.InstallAsync(change: static options => options with { Description = "first", Labels = new Dictionary<string, string> { ["team"] = "blue", ["tier"] = "web" } });
        for (int count = 0; count < 3; count++)
        {
            await site.UpgradeAsync(change: options => options with { MaxHistory = 2, Description = $"upgrade {count}", Labels = new Dictionary<string, string> { ["tier"] = "null" } });
        }

        Assert.Equal(["3 superseded upgrade 1", "4 deployed upgrade 2"], await site.HistoryAsync());
        Assert.Equal(new Dictionary<string, string> { ["team"] = "blue" }, (await site.Reader.GetAsync("demo", null, null, CancellationToken.None)).Labels);
        Assert.Single((await site.Helm4.ReadAsync("list", "--selector", "team=blue")).EnumerateArray());
        await site.AssertHelmAgreesAsync();
        Assert.Equal(
            "Release.ReservedLabel",
            (await Assert.ThrowsAsync<ReleaseException>(() => site.UpgradeAsync(change: static options => options with { Labels = new Dictionary<string, string> { ["owner"] = "me" } }))).ErrorId);
    }

    [RequiresPartFact("kubernetes")]
    public async Task The_history_limit_never_drops_the_revision_that_is_deployed()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await site.InstallAsync();
        for (int count = 0; count < 3; count++)
        {
            await Assert.ThrowsAsync<ReleaseException>(() =>
                site.UpgradeAsync(["hooks.image=registry.example/fail:1"], static options => options with { MaxHistory = 2, Timeout = TimeSpan.FromSeconds(1) }));
        }

        Assert.Equal(["1 deployed", "4 failed"], (await site.HistoryAsync()).Select(static line => string.Join(' ', line.Split(' ')[..2])));
    }

    [RequiresPartFact("kubernetes", RealHelm.Helm4)]
    public async Task The_name_of_an_uninstalled_release_is_free_where_it_is_to_be_replaced()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await site.InstallAsync();
        await site.UninstallAsync(static options => options with { KeepHistory = true });

        Assert.Equal("Release.NameInUse", (await Assert.ThrowsAsync<ReleaseException>(() => site.InstallAsync())).ErrorId);
        Assert.Equal("Release.AlreadyUninstalled", (await Assert.ThrowsAsync<ReleaseException>(() => site.UninstallAsync(static options => options with { KeepHistory = true }))).ErrorId);
        await site.InstallAsync(change: static options => options with { Replace = true });

        Assert.Equal(["1 uninstalled Uninstallation complete", "2 deployed Install complete"], await site.HistoryAsync());
        Assert.Equal("Release.NameInUse", (await Assert.ThrowsAsync<ReleaseException>(() => site.InstallAsync())).ErrorId);
    }

    [RequiresPartFact("kubernetes")]
    public async Task The_namespace_is_made_where_it_is_wanted()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        string made = site.Namespace + "-made";
        string chart = ChartSource.Demo.Add("templates/c.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\n").WriteTo(_folder);
        ReleaseInstallOptions options = new() { Name = "demo", Namespace = made, Chart = chart, AllowOldServer = true, CreateNamespace = true };
        try
        {
            await new ReleaseInstaller(site.Client, options with { DryRun = ReleaseDryRun.Server }).RunAsync(CancellationToken.None);
            await new ReleaseInstaller(site.Client, options).RunAsync(CancellationToken.None);

            Assert.Equal(made, (await site.GetAsync("v1", "Namespace", made))!.Label("name"));
            Assert.NotNull(await site.Client.GetAsync(new ObjectReference("v1", "ConfigMap", "c", made), CancellationToken.None));
        }
        finally
        {
            await site.Client.DeleteAsync(new ObjectReference("v1", "Namespace", made), new DeletionOptions(), CancellationToken.None);
        }
    }

    [RequiresPartFact("kubernetes")]
    public async Task A_post_renderer_changes_what_is_applied()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        string chart = ChartSource.Demo.Add("templates/c.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: before}\n").WriteTo(_folder);
        ReleaseInstallOptions options = new() { Name = "demo", Chart = chart, AllowOldServer = true };

        await new ReleaseInstaller(site.Client, options) { PostRenderer = new ProgramPostRenderer("sed", ["s/before/after/"]) }.RunAsync(CancellationToken.None);

        Assert.Equal("after", (await site.GetAsync("v1", "ConfigMap", "c"))!.Text("data", "a"));
    }

    [RequiresPartFact("kubernetes")]
    public async Task An_unknown_kind_is_told_before_anything_is_changed()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        string chart = ChartSource.Demo.Add("templates/c.yaml", "apiVersion: none.example/v1\nkind: Thing\nmetadata: {name: c}\n").WriteTo(_folder);

        ReleaseException refusal = await Assert.ThrowsAsync<ReleaseException>(() => site.InstallAsync(change: options => options with { Chart = chart }));

        Assert.Equal(("Release.UnknownKind", "the cluster doesn't know Thing of none.example/v1, which Thing c of the chart is"), (refusal.ErrorId, refusal.Message));
    }

    [RequiresPartFact("kubernetes")]
    public async Task A_cluster_that_is_too_old_is_refused_with_its_version()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        ServerVersion version = await site.Client.GetVersionAsync(CancellationToken.None);
        Func<Task> install = () => site.InstallAsync(change: static options => options with { AllowOldServer = false });

        if (version.IsAtLeast(1, 25))
        {
            await install();
        }
        else
        {
            ReleaseException refusal = await Assert.ThrowsAsync<ReleaseException>(install);
            Assert.Equal(("Release.ServerTooOld", $"the cluster at {site.Client.Server} runs Kubernetes {version}; releases need 1.25 or later"), (refusal.ErrorId, refusal.Message));
        }
    }

    [RequiresPartFact("kubernetes", RealHelm.Helm4)]
    public async Task Releases_that_helm_keeps_in_config_maps_are_read_and_not_changed()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        await site.InstallAsync();
        KubernetesObject secret = (await site.GetAsync("v1", "Secret", "sh.helm.release.v1.demo.v1"))!;
        string text = System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(secret.Text("data", "release")));
        await site.Client.CreateAsync(
            KubernetesObject.Parse($"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: sh.helm.release.v1.demo.v1, labels: {{owner: helm, name: demo, status: deployed, version: '1'}}}}, data: {{release: {text}}}}}")!,
            new WriteOptions(),
            CancellationToken.None);
        await site.Client.DeleteAsync(secret.Reference, new DeletionOptions(), CancellationToken.None);

        Assert.Equal(["1 deployed Install complete"], await site.HistoryAsync());
        Assert.Equal("demo", Assert.Single(await site.Reader.ListAsync(new ReleaseQuery(), CancellationToken.None).ToListAsync()).Name);
        Assert.Equal("Release.StoredElsewhere", (await Assert.ThrowsAsync<ReleaseException>(() => site.UninstallAsync())).ErrorId);
    }

    [RequiresPartFact("kubernetes", RealHelm.Helm3, RealHelm.Helm4)]
    public async Task A_release_that_outgrows_a_secret_is_stored_so_that_helm_still_works_with_it()
    {
        await using ReleaseSite site = await ReleaseSite.CreateAsync(cluster);
        byte[] noise = new byte[2 << 20];
        new Random(1).NextBytes(noise);
        string chart = ChartSource.Demo
            .Add("templates/c.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {revision: '{{ .Release.Revision }}'}\n")
            .Add("noise.bin", noise)
            .WriteTo(_folder);

        await site.InstallAsync(change: options => options with { Chart = chart });
        Assert.Contains("the chart's files are stored by their names only", Assert.Single(site.Log.Lines, static line => line.Contains("Secret holds", StringComparison.Ordinal)), StringComparison.Ordinal);
        await site.UpgradeAsync(change: options => options with { Chart = chart });
        await site.AssertHelmAgreesAsync();
        await site.Helm3.RunAsync("rollback", "demo", "1");
        await site.AssertHelmAgreesAsync();
        Assert.Equal("1", (await site.GetAsync("v1", "ConfigMap", "c"))!.Text("data", "revision"));
    }
}
