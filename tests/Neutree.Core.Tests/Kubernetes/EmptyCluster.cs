using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Go;
using Neutree.Core.Kubernetes;
using Neutree.Core.Kubernetes.Configuration;
using Neutree.Core.Tests.Oci.Registries;

namespace Neutree.Core.Tests.Kubernetes;

/// <summary>A scripted API server of Kubernetes 1.36 without any object: it lets everything be done, and keeps what it is sent.</summary>
internal sealed class EmptyCluster : IAsyncDisposable
{
    private const string Discovery = "APIGroupDiscoveryList";

    /// <summary>Kinds by version: kind, plural, and whether it is the cluster's.</summary>
    private static readonly (string Version, string[] Kinds)[] Known =
    [
        ("v1", ["ConfigMap configmaps", "Secret secrets", "Service services", "ServiceAccount serviceaccounts", "PersistentVolumeClaim persistentvolumeclaims", "Pod pods", "Namespace namespaces Cluster"]),
        ("apps/v1", ["Deployment deployments", "StatefulSet statefulsets", "DaemonSet daemonsets"]),
        ("batch/v1", ["Job jobs", "CronJob cronjobs"]),
        ("networking.k8s.io/v1", ["Ingress ingresses"]),
        ("policy/v1", ["PodDisruptionBudget poddisruptionbudgets"]),
        ("rbac.authorization.k8s.io/v1", ["Role roles", "RoleBinding rolebindings", "ClusterRole clusterroles Cluster", "ClusterRoleBinding clusterrolebindings Cluster"]),
    ];

    private readonly ScriptedServer _server;
    private readonly ConcurrentQueue<(string Target, KubernetesObject Content)> _applied = new();
    private readonly ConcurrentQueue<KubernetesObject> _records = new();
    private readonly ConcurrentQueue<string> _looks = new();

    private EmptyCluster() => _server = ScriptedServer.Run((request, connection) => connection.ReplyAsync(request, Answer));

    /// <summary>What was applied, in order of arrival.</summary>
    public IEnumerable<KubernetesObject> Applied => _applied.Select(static item => item.Content);

    public IEnumerable<string> ApplyTargets => _applied.Select(static item => item.Target);

    /// <summary>The records of releases as they were written, one after the other.</summary>
    public IReadOnlyList<KubernetesObject> Records => [.. _records];

    /// <summary>The paths of single objects that were read before anything was applied.</summary>
    public IEnumerable<string> LooksBeforehand => _looks;

    public static EmptyCluster Start() => new();

    public IKubernetesClient Connect(string ns)
    {
        Uri address = new($"http://{_server.Host}");
        ClusterConnection connection = new(address, new KubeconfigCluster { Server = address.ToString() }, new KubeconfigUser(), ns);
        return new KubernetesClient(connection, new KubernetesClientOptions { Retry = 0 }, new KubernetesEnvironment { GetVariable = static _ => null, IsInteractive = false }, NullLogger.Instance);
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static string Json(string body, string status = "200 OK") => ScriptedServer.Reply(status, "Content-Type: application/json\r\n", body);

    private static string Aggregated(Func<string, bool> isWanted) => Json(
        $$"""
        {"kind":"{{Discovery}}","apiVersion":"apidiscovery.k8s.io/v2","items":[{{string.Join(',', Known.Where(version => isWanted(version.Version)).Select(Group))}}]}
        """);

    private static string Group((string Version, string[] Kinds) known)
    {
        string[] parts = known.Version.Split('/');
        string group = parts.Length == 1 ? "" : parts[0];
        return $$"""{"metadata":{"name":"{{group}}"},"versions":[{"version":"{{parts[^1]}}","freshness":"Current","resources":[{{string.Join(',', known.Kinds.Select(kind => Resource(group, parts[^1], kind.Split(' '))))}}]}]}""";
    }

    private static string Resource(string group, string version, string[] kind) =>
        $$"""{"resource":"{{kind[1]}}","responseKind":{"group":"{{group}}","version":"{{version}}","kind":"{{kind[0]}}"},"scope":"{{(kind.Length == 3 ? "Cluster" : "Namespaced")}}","verbs":["get","list","create","patch","delete"]}""";

    private static string List(string version)
    {
        string[] kinds = Known.Single(known => known.Version == version).Kinds;
        return Json($$"""{"kind":"APIResourceList","groupVersion":"{{version}}","resources":[{{string.Join(',', kinds.Select(static kind => kind.Split(' ')).Select(static kind => $$"""{"name":"{{kind[1]}}","kind":"{{kind[0]}}","namespaced":{{(kind.Length == 2 ? "true" : "false")}},"verbs":["get"]}"""))}}]}""");
    }

    private string Answer(WireRequest request)
    {
        string path = request.Target.Split('?')[0];
        switch (request.Method, path)
        {
            case ("GET", "/version"):
                return Json("""{"major":"1","minor":"36","gitVersion":"v1.36.0"}""");
            case ("GET", "/api"):
                return Aggregated(static version => version == "v1");
            case ("GET", "/apis"):
                return Aggregated(static version => version != "v1");
            case ("GET", "/api/v1"):
                return List("v1");
            case ("GET", _) when request.Target.Contains("labelSelector=", StringComparison.Ordinal):
                return Json("""{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"1"},"items":[]}""");
            case ("GET", _):
                if (_applied.IsEmpty)
                {
                    _looks.Enqueue(path);
                }

                return Json("""{"kind":"Status","status":"Failure","reason":"NotFound","code":404}""", "404 Not Found");
            case ("POST", "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"):
                return Json("""{"kind":"SelfSubjectAccessReview","status":{"allowed":true}}""", "201 Created");
        }

        KubernetesObject content = KubernetesObject.Parse(GoString.Adopt(request.Body))!;
        if (request.Method == "PATCH")
        {
            Assert.Equal("application/apply-patch+yaml", request["Content-Type"]);
            _applied.Enqueue((request.Target, content));
        }
        else
        {
            _records.Enqueue(content);
        }

        // As little as a client may rely on, so that a megabyte isn't sent back as text.
        return Json($$$"""{"apiVersion":"{{{content.ApiVersion}}}","kind":"{{{content.Kind}}}","metadata":{"name":"{{{content.Name}}}","namespace":"{{{content.Namespace}}}","resourceVersion":"2","uid":"u"}}""");
    }
}
