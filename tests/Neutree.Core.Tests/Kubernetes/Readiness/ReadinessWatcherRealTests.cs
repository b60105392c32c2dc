using System.Collections.Concurrent;
using Neutree.Core.Kubernetes;
using Neutree.Core.Kubernetes.Readiness;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Kubernetes.Readiness;

[Collection(KubernetesCollection.Name)]
public sealed class ReadinessWatcherRealTests(RealCluster cluster)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    [RequiresPartTheory("kubernetes")]
    [InlineData(ReadinessRules.Kstatus)]
    [InlineData(ReadinessRules.Legacy)]
    public async Task Workloads_are_waited_for_until_they_are_ready(ReadinessRules rules)
    {
        // By helm 3's rules a daemon set may lack a pod, and a deployment's replica set counts before the deployment itself does.
        bool isStrict = rules == ReadinessRules.Kstatus;
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        ReadinessWatch watch = await ApplyAsync(
            ns,
            Workload("Deployment", "web", "nginx", "replicas: 3"),
            Workload("StatefulSet", "db", "postgres", "replicas: 2, serviceName: db"),
            Workload("DaemonSet", "agent", "agent", ""),
            "{apiVersion: batch/v1, kind: Job, metadata: {name: migrate}, spec: {template: {spec: {restartPolicy: Never, containers: [{name: main, image: busybox}]}}}}",
            "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {selector: {app: web}, ports: [{port: 80, protocol: TCP}]}}",
            "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}");

        await watch.RunAsync(rules, Patience, waitForJobs: true);

        Assert.All(watch.Last.Values, row => Assert.Equal(ReadinessState.Ready, row.State));
        Assert.Equal(
            ["ConfigMap settings ", .. (string[])(isStrict ? ["DaemonSet agent 1/1", "Deployment web 3/3"] : []), "Job migrate 1/1", "Service web ", "StatefulSet db 2/2"],
            watch.Last.Values.Where(row => isStrict || row.Object.Kind is not ("DaemonSet" or "Deployment"))
                .Select(row => $"{row.Object.Kind} {row.Object.Name} {row.Ready}").Order(StringComparer.Ordinal));
        Assert.All(watch.Last.Values, row => Assert.InRange(row.CreatedAt!.Value, DateTimeOffset.UtcNow.AddMinutes(-5), DateTimeOffset.UtcNow.AddSeconds(5)));
    }

    [RequiresPartFact("kubernetes")]
    public async Task An_image_that_cant_be_pulled_ends_the_wait_early_with_its_reason()
    {
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        ReadinessWatch watch = await ApplyAsync(ns, Workload("Deployment", "web", "registry.invalid/fail:1", "replicas: 1"), Workload("Deployment", "good", "nginx", "replicas: 1"));

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => watch.RunAsync(ReadinessRules.Kstatus, Patience, grace: TimeSpan.FromSeconds(1)));

        Assert.Equal("Kubernetes.CannotBecomeReady", error.ErrorId);
        Assert.Matches($"^Deployment {ns.Name}/web can't become ready: container main of pod web-[a-z0-9-]+: (ImagePullBackOff|ErrImagePull): ", error.Message);
        Assert.Equal(ReadinessState.Failed, watch.Last["web"].State);
        Assert.Contains(watch.Notes, note => note.Container is null && note.Text.StartsWith("Failed: ", StringComparison.Ordinal));
    }

    [RequiresPartFact("kubernetes")]
    public async Task A_crash_loop_ends_the_wait_early_with_the_containers_last_words()
    {
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        ReadinessWatch watch = await ApplyAsync(
            ns,
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers: [{name: main, image: "busybox:crash", command: [sh, -c], args: ["no database"]}]
            """);

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => watch.RunAsync(ReadinessRules.Legacy, Patience, grace: TimeSpan.FromSeconds(1)));

        Assert.Contains("container main of pod web-", error.Message, StringComparison.Ordinal);
        Assert.Contains("crashed 3 times, last with exit code 1 (Error)", error.Message, StringComparison.Ordinal);
        Assert.Contains(watch.Notes, note => note is { Container: "main", Text: "no database" });
    }

    [RequiresPartFact("kubernetes")]
    public async Task A_pod_that_no_node_has_room_for_ends_the_wait_early()
    {
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        ReadinessWatch watch = await ApplyAsync(
            ns,
            "{apiVersion: v1, kind: Pod, metadata: {name: giant}, spec: {containers: [{name: main, image: nginx, resources: {requests: {cpu: \"900\"}}}]}}");

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => watch.RunAsync(ReadinessRules.Kstatus, Patience, grace: TimeSpan.FromSeconds(1)));

        Assert.StartsWith($"Pod {ns.Name}/giant can't become ready: pod giant can't be scheduled: 0/", error.Message, StringComparison.Ordinal);
        Assert.Contains("Insufficient cpu", error.Message, StringComparison.Ordinal);
    }

    [RequiresPartFact("kubernetes")]
    public async Task A_failed_job_ends_the_wait_at_once()
    {
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        ReadinessWatch watch = await ApplyAsync(
            ns,
            "{apiVersion: batch/v1, kind: Job, metadata: {name: migrate}, spec: {backoffLimit: 0, template: {spec: {restartPolicy: Never, containers: [{name: main, image: \"busybox:crash\", args: [bad schema]}]}}}}");

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => watch.RunAsync(ReadinessRules.Completion, Patience));

        Assert.Equal($"Job {ns.Name}/migrate can't become ready: Job Failed. BackoffLimitExceeded: Job has reached the specified backoff limit", error.Message);
        Assert.Contains(watch.Notes, note => note is { Container: "main", Text: "bad schema" });
    }

    [RequiresPartFact("kubernetes")]
    public async Task What_isnt_ready_in_time_is_named()
    {
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        ReadinessWatch watch = await ApplyAsync(ns, Workload("Deployment", "web", "nginx:unready", "replicas: 2"));

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => watch.RunAsync(ReadinessRules.Kstatus, TimeSpan.FromSeconds(3)));

        Assert.Equal(
            ("Kubernetes.NotReadyInTime", ErrorKind.Timeout, $"not ready after 3 s: Deployment {ns.Name}/web: Available: 0/2"),
            (error.ErrorId, error.Kind, error.Message));
        Assert.Equal("0/2", watch.Last["web"].Ready);
    }

    [RequiresPartFact("kubernetes")]
    public async Task Who_may_not_see_pods_can_still_wait()
    {
        await using RealNamespace ns = await cluster.CreateNamespaceAsync();
        await ApplyAsync(
            ns,
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: Role, metadata: {name: viewer}, rules: [{apiGroups: [apps], resources: [deployments], verbs: [get, list, watch]}]}",
            "{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: viewer}, roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: viewer}, subjects: [{apiGroup: rbac.authorization.k8s.io, kind: User, name: viewer}]}");
        ReadinessWatch applied = await ApplyAsync(ns, Workload("Deployment", "web", "nginx", "replicas: 1"));
        using IKubernetesClient viewer = await cluster.ConnectAsync(options => options with { Namespace = ns.Name, ImpersonatedUser = "viewer", ImpersonatedGroups = ["system:authenticated"] });
        ReadinessWatch watch = new(viewer, applied.Objects);

        await watch.RunAsync(ReadinessRules.Kstatus, Patience);
        KubernetesException refusal = await Assert.ThrowsAsync<KubernetesException>(() => watch.RunAsync(ReadinessRules.Legacy, Patience));

        Assert.Equal(ReadinessState.Ready, watch.Last["web"].State);
        Assert.Equal(("Kubernetes.PermissionDenied", "replicasets.apps", ns.Name), (refusal.ErrorId, refusal.Resource, refusal.Namespace));
    }

    private static string Workload(string kind, string name, string image, string more) =>
        $$"""
        apiVersion: apps/v1
        kind: {{kind}}
        metadata: {name: {{name}} }
        spec: { {{(more.Length > 0 ? more + ", " : "")}}selector: {matchLabels: {app: {{name}} } }, template: {metadata: {labels: {app: {{name}} } }, spec: {containers: [{name: main, image: "{{image}}"}]} } }
        """;

    private static async Task<ReadinessWatch> ApplyAsync(RealNamespace ns, params string[] manifests)
    {
        List<ObjectReference> applied = [];
        foreach (string manifest in manifests)
        {
            applied.Add((await ns.Client.ApplyAsync(KubernetesObject.Parse(manifest)!, new WriteOptions(), CancellationToken.None)).Reference);
        }

        return new ReadinessWatch(ns.Client, applied);
    }

    /// <summary>A wait, and what it told.</summary>
    private sealed class ReadinessWatch(IKubernetesClient client, IReadOnlyList<ObjectReference> objects) : IProgress<ReadinessNote>
    {
        public IReadOnlyList<ObjectReference> Objects => objects;

        public ConcurrentQueue<ReadinessNote> Notes { get; } = new();

        /// <summary>The last row of each object.</summary>
        public Dictionary<string, ReadinessStatus> Last { get; } = [];

        public async Task RunAsync(ReadinessRules rules, TimeSpan timeout, bool waitForJobs = false, TimeSpan? grace = null)
        {
            ReadinessOptions options = new() { Objects = objects, Rules = rules, Timeout = timeout, WaitForJobs = waitForJobs, Grace = grace ?? timeout, Notes = this };
            await foreach (ReadinessStatus row in new ReadinessWatcher(client).WatchAsync(options, CancellationToken.None))
            {
                Last[row.Object.Name == "web" && row.Object.Kind == "Service" ? "web service" : row.Object.Name] = row;
            }
        }

        public void Report(ReadinessNote value) => Notes.Enqueue(value);
    }
}
