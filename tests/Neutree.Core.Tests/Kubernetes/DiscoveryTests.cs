using Neutree.Core.Kubernetes;
using Neutree.Core.Tests.Oci.Registries;
using static Neutree.Core.Tests.Kubernetes.ScriptedCluster;

namespace Neutree.Core.Tests.Kubernetes;

public sealed class DiscoveryTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_kind_costs_one_request_for_all_of_its_version()
    {
        await using ScriptedCluster cluster = Answer(_ => Status(404, "NotFound", "no"));

        ApiResource? map = await cluster.Client.FindResourceAsync("v1", "ConfigMap", None);
        ApiResource? node = await cluster.Client.FindResourceAsync("v1", "Node", None);

        Assert.Equal(("configmaps", true, "nodes", false), (map!.Plural, map.IsNamespaced, node!.Plural, node.IsNamespaced));
        Assert.Equal(["GET /api/v1"], cluster.Server.Lines);
    }

    [Fact]
    public async Task An_unknown_kind_is_asked_for_again()
    {
        int asked = 0;
        await using ScriptedCluster cluster = Answer(request => asked++ == 0
            ? Status(404, "NotFound", "no")
            : Json("200 OK", """{"kind":"APIResourceList","resources":[{"name":"widgets","kind":"Widget","namespaced":true,"verbs":["get"]}]}"""));

        ApiResource? before = await cluster.Client.FindResourceAsync("example.org/v1", "Widget", None);
        ApiResource? after = await cluster.Client.FindResourceAsync("example.org/v1", "Widget", None);

        Assert.Null(before);
        Assert.Equal("widgets.example.org", after!.ToString());
        Assert.Equal(Enumerable.Repeat("GET /apis/example.org/v1", 2), cluster.Server.Lines);
    }

    [Fact]
    public async Task Writing_an_unknown_kind_is_an_error_and_reading_it_finds_nothing()
    {
        await using ScriptedCluster cluster = Answer(_ => Status(404, "NotFound", "no"));

        KubernetesObject? read = await cluster.Client.GetAsync(new ObjectReference("example.org/v1", "Widget", "w"), None);
        bool deleted = await cluster.Client.DeleteAsync(new ObjectReference("example.org/v1", "Widget", "w"), new DeletionOptions(), None);
        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(
            () => cluster.Client.ApplyAsync(KubernetesObject.Parse("{apiVersion: example.org/v1, kind: Widget, metadata: {name: w}}")!, new WriteOptions(), None));

        Assert.Null(read);
        Assert.False(deleted);
        Assert.Equal(("Kubernetes.UnknownKind", "apply of Widget w failed: the cluster knows no kind Widget in example.org/v1"), (error.ErrorId, error.Message));
    }

    [Fact]
    public async Task A_server_that_aggregates_is_asked_twice()
    {
        const string core = """{"kind":"APIGroupDiscoveryList","items":[{"metadata":{},"versions":[{"version":"v1","resources":[{"resource":"pods","responseKind":{"group":"","version":"v1","kind":"Pod"},"scope":"Namespaced","verbs":["get","list"],"subresources":[{"subresource":"log"}]}]}]}]}""";
        const string groups = """{"kind":"APIGroupDiscoveryList","items":[{"metadata":{"name":"apps"},"versions":[{"version":"v1","freshness":"Current","resources":[{"resource":"deployments","responseKind":{"group":"apps","version":"v1","kind":"Deployment"},"scope":"Namespaced","verbs":["get"]}]}]},{"metadata":{"name":"metrics.k8s.io"},"versions":[{"version":"v1beta1","freshness":"Stale"}]}]}""";
        await using ScriptedCluster cluster = Answer(request => Json("200 OK", request.Target == "/api" ? core : groups));

        IReadOnlyList<ApiResource> all = await cluster.Client.GetResourcesAsync(None);
        await cluster.Client.GetResourcesAsync(None);
        await cluster.Client.FindResourceAsync("apps/v1", "Deployment", None);

        Assert.Equal(["pods v1 True get,list", "deployments.apps apps/v1 True get"], all.Select(item => $"{item} {item.ApiVersion} {item.IsNamespaced} {string.Join(',', item.Verbs)}"));
        Assert.Equal(["GET /api", "GET /apis"], cluster.Server.Lines.Order());
        Assert.Equal(["The cluster doesn't know the kinds of metrics.k8s.io/v1beta1 at the moment"], cluster.Log.Warnings);
    }

    [Fact]
    public async Task An_older_server_is_asked_for_each_version_and_one_that_is_down_is_left_out()
    {
        await using ScriptedCluster cluster = Answer(
            request => request.Target switch
            {
                "/api" => Json("200 OK", """{"kind":"APIVersions","versions":["v1"]}"""),
                "/apis" => Json("200 OK", """{"kind":"APIGroupList","groups":[{"name":"apps","versions":[{"groupVersion":"apps/v1"}]},{"name":"metrics.k8s.io","versions":[{"groupVersion":"metrics.k8s.io/v1"}]}]}"""),
                _ => Status(503, "ServiceUnavailable", "no pods"),
            },
            new KubernetesClientOptions { Retry = 0 });

        IReadOnlyList<ApiResource> all = await cluster.Client.GetResourcesAsync(None);

        Assert.Equal(["configmaps", "pods", "nodes", "deployments.apps"], all.Select(item => item.ToString()));
        Assert.StartsWith("The cluster doesn't know the kinds of metrics.k8s.io/v1 at the moment: ", Assert.Single(cluster.Log.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_version_is_read_even_where_a_vendor_adds_to_it()
    {
        await using ScriptedCluster cluster = Answer(_ => Json("200 OK", """{"major":"1","minor":"24+","gitVersion":"v1.24.17-eks-1"}"""));

        ServerVersion version = await cluster.Client.GetVersionAsync(None);

        Assert.Equal(new ServerVersion("v1.24.17-eks-1", 1, 24), version);
        Assert.Equal((true, false, true), (version.IsAtLeast(1, 24), version.IsAtLeast(1, 25), version.IsAtLeast(0, 99)));
    }
}
