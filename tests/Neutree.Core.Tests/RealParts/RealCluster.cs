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
    private static readonly Lazy<ServerVersion?> Version = new(ReadVersion);

    private readonly Lazy<Task<string>> _kubeconfig;
    private LocalCluster? _own;
    private FakeKubelet? _kubelet;

    public RealCluster() => _kubeconfig = new Lazy<Task<string>>(StartAsync);

    /// <summary>Why there is no cluster; null where there is one.</summary>
    public static string? Missing => Given is null && ClusterPrograms.Missing is { } program
        ? $"{program} is neither in {ClusterPrograms.Folder} nor on PATH, and KUBECONFIG names no cluster; .ci/install-kubernetes.sh brings what is needed"
        : null;

    private static string? Given => Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } file ? file : null;

    /// <summary>Why the cluster can't run a test for a later version; null where it can.</summary>
    public static string? OlderThan(int major, int minor) => Version.Value is { } version && version.IsAtLeast(major, minor)
        ? null
        : $"needs Kubernetes {major}.{minor} or later; let KUBECONFIG name such a cluster to run this test";

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

    private static ServerVersion? ReadVersion()
    {
        if (Given is null)
        {
            return null;
        }

        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(10));
        try
        {
            using KubernetesClient client = KubernetesClient.ConnectAsync(new KubernetesClientOptions(), NullLogger.Instance, limit.Token).GetAwaiter().GetResult();
            return client.GetVersionAsync(limit.Token).GetAwaiter().GetResult();
        }
        catch (Exception error) when (error is KubernetesException or OperationCanceledException)
        {
            return null;
        }
    }

    private async Task<string> StartAsync()
    {
        if (Given is null)
        {
            _own = await LocalCluster.StartAsync(CancellationToken.None);
            return _own.KubeconfigFile;
        }

        using KubernetesClient client = await KubernetesClient.ConnectAsync(new KubernetesClientOptions(), NullLogger.Instance, CancellationToken.None);
        if (!await client.ListAsync(new ObjectQuery("v1", "Node"), CancellationToken.None).AnyAsync())
        {
            _kubelet = await FakeKubelet.StartAsync(Given, CancellationToken.None);
        }

        return Given;
    }
}
