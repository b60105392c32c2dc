using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Kubernetes;
using Neutree.TestCluster;

namespace Neutree.Core.Tests.RealParts;

/// <summary>
/// The cluster that <c>KUBECONFIG</c> names, with a fake kubelet where it has no nodes; else one of the test run's own, started when the first
/// test asks for it.
/// </summary>
public sealed class RealCluster : IAsyncLifetime
{
    private readonly Lazy<Task<string>> _kubeconfig;
    private LocalCluster? _own;
    private FakeKubelet? _kubelet;

    public RealCluster() => _kubeconfig = new Lazy<Task<string>>(StartAsync);

    /// <summary>A kubeconfig whose current context may do everything.</summary>
    public Task<string> KubeconfigFileAsync() => _kubeconfig.Value;

    /// <param name="change">Changes the options, to be somebody else or look elsewhere.</param>
    public async Task<IKubernetesClient> ConnectAsync(Func<KubernetesClientOptions, KubernetesClientOptions>? change = null)
    {
        KubernetesClientOptions options = new() { KubeconfigFiles = [await KubeconfigFileAsync()] };
        return await KubernetesClient.ConnectAsync(change?.Invoke(options) ?? options, NullLogger.Instance, CancellationToken.None);
    }

    /// <summary>A namespace that is deleted when it is disposed.</summary>
    public async Task<RealNamespace> CreateNamespaceAsync()
    {
        string name = "neutree-test-" + Guid.NewGuid().ToString("N")[..12];
        IKubernetesClient client = await ConnectAsync(options => options with { Namespace = name });
        RealNamespace made = new(client, await KubeconfigFileAsync());
        await made.CreateAsync();
        return made;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_kubelet is not null)
        {
            await _kubelet.DisposeAsync();
        }

        if (_own is not null)
        {
            await _own.DisposeAsync();
        }
    }

    private async Task<string> StartAsync()
    {
        if (ClusterPart.Given is not { } given)
        {
            _own = await LocalCluster.StartAsync(CancellationToken.None);
            return _own.KubeconfigFile;
        }

        using KubernetesClient client = await KubernetesClient.ConnectAsync(new KubernetesClientOptions(), NullLogger.Instance, CancellationToken.None);
        if (!await client.ListAsync(new ObjectQuery("v1", "Node"), CancellationToken.None).AnyAsync())
        {
            _kubelet = await FakeKubelet.StartAsync(given, CancellationToken.None);
        }

        return given;
    }
}
