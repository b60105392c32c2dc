using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Go;
using Neutree.Core.Kubernetes;

namespace Neutree.TestCluster;

/// <summary>
/// Stands in for a node's kubelet: registers a node, and gives the pods that are bound to it the state their images ask for (see
/// <see cref="FakePod"/>), without running anything.
/// </summary>
public sealed class FakeKubelet : IAsyncDisposable
{
    /// <summary>The node's name, and a label of it.</summary>
    public const string NodeName = "fake-kubelet";

    private static readonly TimeSpan LeaseRenewal = TimeSpan.FromSeconds(10);

    private readonly IKubernetesClient _client;
    private readonly FakeLogServer _logs;
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<string> _started = [];
    private Task _work = Task.CompletedTask;
    private int _pods;

    private FakeKubelet(IKubernetesClient client, FakeLogServer logs)
    {
        _client = client;
        _logs = logs;
    }

    /// <param name="kubeconfigFile">Whose current context may change nodes and pods.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<FakeKubelet> StartAsync(string kubeconfigFile, CancellationToken cancellationToken)
    {
        KubernetesClientOptions options = new() { KubeconfigFiles = [kubeconfigFile] };
        IKubernetesClient client = await KubernetesClient.ConnectAsync(options, NullLogger.Instance, cancellationToken);
        FakeKubelet kubelet = new(client, await FakeLogServer.StartAsync(client));
        await kubelet.RegisterAsync(cancellationToken);
        kubelet._work = Task.WhenAll(kubelet.RenewAsync(), kubelet.WatchAsync());
        return kubelet;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        try
        {
            await _work;
        }
        catch (OperationCanceledException)
        {
            // That is its end.
        }

        await _logs.DisposeAsync();
        _client.Dispose();
        _stop.Dispose();
    }

    private static KubernetesObject Parse(string yaml) => KubernetesObject.Parse(yaml)!;

    private async Task RegisterAsync(CancellationToken cancellationToken)
    {
        WriteOptions options = new() { FieldManager = NodeName, Force = true };
        await _client.ApplyAsync(
            Parse($$"""
                apiVersion: v1
                kind: Node
                metadata: {name: {{NodeName}}, labels: {kubernetes.io/hostname: {{NodeName}}, kubernetes.io/os: linux, kubernetes.io/arch: amd64} }
                """),
            options,
            cancellationToken);
        string now = Now();
        await PatchStatusAsync(
            new ObjectReference("v1", "Node", NodeName),
            Parse($$"""
                status:
                  capacity: {cpu: "32", memory: 64Gi, pods: "1000", ephemeral-storage: 100Gi}
                  allocatable: {cpu: "32", memory: 64Gi, pods: "1000", ephemeral-storage: 100Gi}
                  conditions: [{type: Ready, status: "True", reason: Fake, lastHeartbeatTime: "{{now}}", lastTransitionTime: "{{now}}"}]
                  addresses: [{type: InternalIP, address: 127.0.0.1}]
                  daemonEndpoints: {kubeletEndpoint: {Port: {{_logs.Port}} } }
                """).Content,
            cancellationToken);
        await RenewLeaseAsync(cancellationToken);
    }

    private Task<KubernetesObject> PatchStatusAsync(ObjectReference reference, GoMap patch, CancellationToken cancellationToken) =>
        _client.PatchAsync(reference, PatchKind.Merge, patch, new WriteOptions { FieldManager = NodeName, Subresource = "status" }, cancellationToken);

    private async Task RenewAsync()
    {
        using PeriodicTimer timer = new(LeaseRenewal);
        while (await timer.WaitForNextTickAsync(_stop.Token))
        {
            await TryAsync(() => RenewLeaseAsync(_stop.Token));
        }
    }

    private Task<KubernetesObject> RenewLeaseAsync(CancellationToken cancellationToken) => _client.ApplyAsync(
        Parse($$"""
            apiVersion: coordination.k8s.io/v1
            kind: Lease
            metadata: {name: {{NodeName}}, namespace: kube-node-lease}
            spec: {holderIdentity: {{NodeName}}, leaseDurationSeconds: 40, renewTime: "{{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ss.ffffffZ}}"}
            """),
        new WriteOptions { FieldManager = NodeName, Force = true },
        cancellationToken);

    private async Task WatchAsync()
    {
        ObjectQuery query = new("v1", "Pod") { AllNamespaces = true, FieldSelector = $"spec.nodeName={NodeName}" };
        await foreach (WatchEvent happened in _client.WatchAsync(query, null, _stop.Token))
        {
            if (happened is { Kind: WatchEventKind.Added or WatchEventKind.Modified, Object: { } pod })
            {
                await TryAsync(() => NoteAsync(pod));
            }
        }
    }

    private async Task NoteAsync(KubernetesObject pod)
    {
        if (pod.Text("metadata", "deletionTimestamp").Length > 0)
        {
            await _client.DeleteAsync(pod.Reference, new DeletionOptions { GracePeriod = TimeSpan.Zero, Uid = pod.Uid }, _stop.Token);
            return;
        }

        if (!_started.Add(pod.Uid))
        {
            return;
        }

        FakePod fake = new(pod, ++_pods);
        await PatchStatusAsync(pod.Reference, fake.Status(Now()), _stop.Token);
        if (fake.Warning is { } warning)
        {
            await _client.CreateAsync(Event(pod, warning.Reason, warning.Message), new WriteOptions { FieldManager = NodeName }, _stop.Token);
        }
    }

    private static KubernetesObject Event(KubernetesObject pod, string reason, string message)
    {
        string now = Now();
        return Parse($$"""
            apiVersion: v1
            kind: Event
            metadata: {generateName: {{pod.Name}}., namespace: {{pod.Namespace}} }
            involvedObject: {apiVersion: v1, kind: Pod, name: {{pod.Name}}, namespace: {{pod.Namespace}}, uid: {{pod.Uid}} }
            type: Warning
            reason: {{reason}}
            message: "{{message}}"
            count: 1
            firstTimestamp: "{{now}}"
            lastTimestamp: "{{now}}"
            source: {component: kubelet, host: {{NodeName}} }
            """);
    }

    /// <summary>A pod or lease may be gone before it is written to, and a server may be about to end.</summary>
    private async Task TryAsync(Func<Task> act)
    {
        try
        {
            await act();
        }
        catch (KubernetesException error) when (!_stop.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync(error.Message);
        }
    }

    private static string Now() => $"{DateTime.UtcNow:yyyy-MM-ddTHH:mm:ssZ}";
}
