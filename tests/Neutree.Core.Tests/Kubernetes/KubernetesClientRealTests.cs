using Neutree.Core.Go;
using Neutree.Core.Kubernetes;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Kubernetes;

[Collection(KubernetesCollection.Name)]
public sealed class KubernetesClientRealTests(RealCluster cluster)
{
    private static readonly CancellationToken None = CancellationToken.None;

    [RequiresPartFact("kubernetes")]
    public async Task A_server_tells_its_version_and_kinds()
    {
        using IKubernetesClient client = await cluster.ConnectAsync();

        ServerVersion version = await client.GetVersionAsync(None);
        IReadOnlyList<ApiResource> resources = await client.GetResourcesAsync(None);

        Assert.StartsWith($"v{version.Major}.{version.Minor}.", version.Version, StringComparison.Ordinal);
        ApiResource deployment = Assert.Single(resources, resource => resource.ApiVersion == "apps/v1" && resource.Kind == "Deployment");
        Assert.Equal(("deployments", true, "deployments.apps"), (deployment.Plural, deployment.IsNamespaced, deployment.ToString()));
        Assert.Contains("patch", deployment.Verbs);
        Assert.False((await client.FindResourceAsync("v1", "Node", None))!.IsNamespaced);
        Assert.Null(await client.FindResourceAsync("apps/v1", "Sandwich", None));
        Assert.Null(await client.FindResourceAsync("nowhere.example/v1", "Deployment", None));
    }

    [RequiresPartFact("kubernetes")]
    public async Task An_object_is_made_read_replaced_patched_and_deleted()
    {
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        IKubernetesClient client = ns.Client;
        ObjectReference reference = new("v1", "ConfigMap", "settings");

        KubernetesObject made = await client.CreateAsync(Settings("a: one"), new WriteOptions(), None);
        KubernetesException again = await Assert.ThrowsAsync<KubernetesException>(() => client.CreateAsync(Settings("a: one"), new WriteOptions(), None));
        KubernetesObject read = (await client.GetAsync(reference, None))!;
        read.Content["data"] = new GoMap { ["a"] = (GoString)"two" };
        KubernetesObject replaced = await client.UpdateAsync(read, new WriteOptions(), None);
        KubernetesException stale = await Assert.ThrowsAsync<KubernetesException>(() => client.UpdateAsync(made, new WriteOptions(), None));
        KubernetesObject patched = await client.PatchAsync(
            reference,
            PatchKind.Json,
            new GoSlice([new GoMap { ["op"] = (GoString)"add", ["path"] = (GoString)"/data/b", ["value"] = (GoString)"three" }]),
            new WriteOptions(),
            None);

        Assert.Equal((ns.Name, "one"), (made.Namespace, made.Text("data", "a")));
        Assert.Equal(("Kubernetes.AlreadyExists", "AlreadyExists"), (again.ErrorId, again.Reason));
        Assert.Equal("two", replaced.Text("data", "a"));
        Assert.Equal(("Kubernetes.Conflict", "update", "configmaps", ns.Name), (stale.ErrorId, stale.Verb, stale.Resource, stale.Namespace));
        Assert.Equal(("two", "three"), (patched.Text("data", "a"), patched.Text("data", "b")));
        KubernetesException other = await Assert.ThrowsAsync<KubernetesException>(() => client.DeleteAsync(reference, new DeletionOptions { Uid = "another" }, None));
        Assert.Equal("Kubernetes.Conflict", other.ErrorId);
        Assert.True(await client.DeleteAsync(reference, new DeletionOptions { Uid = made.Uid }, None));
        Assert.False(await client.DeleteAsync(reference, new DeletionOptions(), None));
        Assert.Null(await client.GetAsync(reference, None));
    }

    [RequiresPartFact("kubernetes")]
    public async Task Applying_takes_out_what_is_no_longer_given_and_names_whom_it_would_overrule()
    {
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        IKubernetesClient client = ns.Client;
        WriteOptions other = new() { FieldManager = "other" };

        await client.ApplyAsync(Settings("a: one, b: two"), new WriteOptions(), None);
        KubernetesObject dropped = await client.ApplyAsync(Settings("a: one"), new WriteOptions(), None);
        KubernetesException conflict = await Assert.ThrowsAsync<KubernetesException>(() => client.ApplyAsync(Settings("a: mine"), other, None));
        KubernetesObject imagined = await client.ApplyAsync(Settings("a: mine"), other with { Force = true, DryRun = true }, None);
        KubernetesObject real = (await client.GetAsync(dropped.Reference, None))!;
        KubernetesObject forced = await client.ApplyAsync(Settings("a: mine"), other with { Force = true }, None);

        Assert.Equal(("one", ""), (dropped.Text("data", "a"), dropped.Text("data", "b")));
        Assert.Equal("Kubernetes.FieldConflict", conflict.ErrorId);
        Assert.Equal([new StatusCause("FieldManagerConflict", ".data.a", "conflict with \"helm\"")], conflict.Causes.Select(cause => cause with { Message = cause.Message.Split(" using")[0] }));
        Assert.Equal(("mine", "one", "mine"), (imagined.Text("data", "a"), real.Text("data", "a"), forced.Text("data", "a")));
    }

    [RequiresPartFact("kubernetes")]
    public async Task A_list_comes_in_pages_and_by_selectors()
    {
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        string[] names = [.. Enumerable.Range(0, 7).Select(number => $"part-{number}")];
        foreach (string name in names)
        {
            await ns.Client.CreateAsync(Parse($"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}, labels: {{number: {name[^1]}-th}}}}}}"), new WriteOptions(), None);
        }

        ObjectQuery query = new("v1", "ConfigMap") { PageSize = 3 };
        string[] all = await ns.Client.ListAsync(query, None).Where(item => item.Name.StartsWith("part-", StringComparison.Ordinal)).Select(item => $"{item.Kind} {item.Name}").ToArrayAsync();
        string[] labelled = await ns.Client.ListAsync(query with { LabelSelector = "number in (2-th,4-th)" }, None).Select(item => item.Name).ToArrayAsync();
        string[] named = await ns.Client.ListAsync(query with { FieldSelector = "metadata.name=part-5" }, None).Select(item => item.Name).ToArrayAsync();

        Assert.Equal(names.Select(name => $"ConfigMap {name}"), all);
        Assert.Equal(["part-2", "part-4"], labelled);
        Assert.Equal(["part-5"], named);
    }

    [RequiresPartFact("kubernetes")]
    public async Task A_watch_tells_what_there_is_and_what_happens()
    {
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        await ns.Client.CreateAsync(Settings("a: one"), new WriteOptions(), None);
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        List<string> told = [];

        await foreach (WatchEvent happened in ns.Client.WatchAsync(new ObjectQuery("v1", "ConfigMap") { FieldSelector = "metadata.name=settings" }, null, limit.Token))
        {
            told.Add($"{happened.Kind} {happened.Object?.Text("data", "a")}".TrimEnd());
            if (happened.Kind == WatchEventKind.Synchronized)
            {
                await ns.Client.ApplyAsync(Settings("a: two"), new WriteOptions { Force = true }, None);
                await ns.Client.DeleteAsync(new ObjectReference("v1", "ConfigMap", "settings"), new DeletionOptions(), None);
            }

            if (happened.Kind == WatchEventKind.Deleted)
            {
                break;
            }
        }

        Assert.Equal(["Added one", "Synchronized", "Modified two", "Deleted two"], told);
    }

    [RequiresPartFact("kubernetes")]
    public async Task A_kind_is_known_as_soon_as_its_definition_is_there()
    {
        using IKubernetesClient client = await cluster.ConnectAsync();
        string group = $"g{Guid.NewGuid():N}.example";
        KubernetesObject definition = Parse(
            $$"""
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: widgets.{{group}} }
            spec:
              group: {{group}}
              scope: Namespaced
              names: {kind: Widget, plural: widgets, singular: widget}
              versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true} } }]
            """);
        Assert.Null(await client.FindResourceAsync($"{group}/v1", "Widget", None));

        await client.ApplyAsync(definition, new WriteOptions(), None);
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(30));
        await client.WatchAsync(new ObjectQuery("apiextensions.k8s.io/v1", "CustomResourceDefinition") { FieldSelector = $"metadata.name={definition.Name}" }, null, limit.Token)
            .FirstAsync(happened => happened.Object?.Fields.Fields("status").Items("conditions").Any(condition => condition.Text("type") == "Established" && condition.Text("status") == "True") == true);

        ApiResource? widget = null;
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(50));
        while (widget is null && await timer.WaitForNextTickAsync(limit.Token))
        {
            widget = await client.FindResourceAsync($"{group}/v1", "Widget", None);
        }

        Assert.Equal("widgets", widget!.Plural);
        await client.DeleteAsync(definition.Reference, new DeletionOptions(), None);
    }

    [RequiresPartFact("kubernetes")]
    public async Task Who_may_not_is_told_verb_resource_and_namespace()
    {
        using IKubernetesClient client = await cluster.ConnectAsync(options => options with { ImpersonatedUser = "nobody", ImpersonatedGroups = ["system:authenticated"] });

        KubernetesException refusal = await Assert.ThrowsAsync<KubernetesException>(
            () => client.ApplyAsync(Parse("{apiVersion: apps/v1, kind: Deployment, metadata: {name: web, namespace: shop}}"), new WriteOptions(), None));
        AccessAnswer may = await client.CheckAccessAsync(new AccessQuestion("create", "apps", "deployments") { Namespace = "shop" }, None);

        Assert.Equal(
            ("Kubernetes.PermissionDenied", "Forbidden", "apply", "deployments.apps", "shop", "web"),
            (refusal.ErrorId, refusal.Reason, refusal.Verb, refusal.Resource, refusal.Namespace, refusal.Name));
        Assert.StartsWith($"apply of deployments.apps shop/web failed on {client.Server.AbsoluteUri.TrimEnd('/')}: 403 Forbidden: ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("User \"nobody\" cannot patch resource \"deployments\" in API group \"apps\" in the namespace \"shop\"", refusal.Message, StringComparison.Ordinal);
        Assert.False(may.IsAllowed);
    }

    [RequiresPartFact("kubernetes")]
    public async Task A_pods_log_and_events_can_be_read()
    {
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        KubernetesObject pod = await ns.Client.CreateAsync(
            Parse("{apiVersion: v1, kind: Pod, metadata: {name: teller}, spec: {restartPolicy: Never, containers: [{name: main, image: busybox, command: [echo], args: [hello, world]}]}}"),
            new WriteOptions(),
            None);
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(60));
        await ns.Client.WatchAsync(new ObjectQuery("v1", "Pod"), null, limit.Token).FirstAsync(happened => happened.Object?.Text("status", "phase") == "Succeeded");

        using StreamReader log = new(await ns.Client.OpenLogAsync(new PodLogQuery("teller") { Container = "main" }, limit.Token));
        string text = await log.ReadToEndAsync(limit.Token);
        IReadOnlyList<KubernetesEvent> events = await ns.Client.GetEventsAsync(pod.Reference, pod.Uid, limit.Token);

        Assert.Contains("hello", text, StringComparison.Ordinal);
        Assert.Contains(events, item => item is { Reason: "Scheduled", IsWarning: false } && item.About.Name == "teller");
    }

    private static KubernetesObject Parse(string yaml) => KubernetesObject.Parse(yaml)!;

    private static KubernetesObject Settings(string data) => Parse($"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: settings}}, data: {{{data}}}}}");
}
