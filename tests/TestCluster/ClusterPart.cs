using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Kubernetes;

namespace Neutree.TestCluster;

/// <summary>Whether tests have a cluster: the one that <c>KUBECONFIG</c> names, or one that can be started.</summary>
public static class ClusterPart
{
    private static readonly Lazy<ServerVersion?> GivenVersion = new(ReadVersion);

    /// <summary>The kubeconfig that the environment names; null where it names none.</summary>
    public static string? Given => Environment.GetEnvironmentVariable("KUBECONFIG") is { Length: > 0 } file ? file : null;

    /// <summary>Why there is no cluster; null where there is one.</summary>
    public static string? Missing => Given is null && ClusterPrograms.Missing is { } program
        ? $"{program} is neither in {ClusterPrograms.Folder} nor on PATH, and KUBECONFIG names no cluster; .ci/install-kubernetes.sh brings what is needed"
        : null;

    /// <summary>Why the cluster can't run a test for a later version; null where it can.</summary>
    public static string? OlderThan(int major, int minor) => GivenVersion.Value is { } version && version.IsAtLeast(major, minor)
        ? null
        : $"needs Kubernetes {major}.{minor} or later; let KUBECONFIG name such a cluster to run this test";

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
}
