namespace Neutree.Core.Kubernetes.Configuration;

/// <summary>Finds the cluster to speak to: by kubeconfig files, else by the service account of the pod this runs in.</summary>
internal sealed class ConnectionFinder(KubernetesEnvironment environment)
{
    /// <exception cref="KubernetesException">No cluster is configured, or its configuration is wrong.</exception>
    public async Task<ClusterConnection> FindAsync(KubernetesClientOptions options, CancellationToken cancellationToken)
    {
        Kubeconfig kubeconfig = await new KubeconfigReader(environment).ReadAsync(options.KubeconfigFiles, cancellationToken).ConfigureAwait(false);
        bool isEmpty = kubeconfig.ContextNames.Count == 0 && options is { KubeconfigFiles.Count: 0, Context: null };
        (KubeconfigCluster cluster, KubeconfigUser user, string? ns) = isEmpty
            ? await InClusterAsync(cancellationToken).ConfigureAwait(false)
            : kubeconfig.Select(options.Context);
        return new ClusterConnection(Address(cluster.Server), cluster, user, options.Namespace ?? ns ?? "default");
    }

    // A server without a scheme is reached by plain HTTP, as kubectl does.
    private static Uri Address(string server) =>
        Uri.TryCreate(server.Contains("://", StringComparison.Ordinal) ? server : "http://" + server, UriKind.Absolute, out Uri? address)
            && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)
            && address.UserInfo.Length == 0
            ? address
            : throw KubeconfigProblem.Invalid("the kubeconfig's server is no address such as https://10.0.0.1:6443", "server");

    private async Task<(KubeconfigCluster Cluster, KubeconfigUser User, string? Namespace)> InClusterAsync(CancellationToken cancellationToken)
    {
        string? host = environment.GetVariable("KUBERNETES_SERVICE_HOST");
        string? port = environment.GetVariable("KUBERNETES_SERVICE_PORT");
        string token = Path.Join(environment.ServiceAccountFolder, "token");
        if (string.IsNullOrEmpty(host) || string.IsNullOrEmpty(port) || !File.Exists(token))
        {
            throw new KubernetesException("Kubernetes.NoCluster", ErrorKind.NotFound, "no cluster is configured: there is no kubeconfig, and this doesn't run in a pod")
            {
                Recommendation = "Give a kubeconfig with -Kubeconfig or KUBECONFIG, or put one at ~/.kube/config.",
            };
        }

        string authority = Path.Join(environment.ServiceAccountFolder, "ca.crt");
        KubeconfigCluster cluster = new()
        {
            Server = host.Contains(':', StringComparison.Ordinal) ? $"https://[{host}]:{port}" : $"https://{host}:{port}",
            CertificateAuthorityFile = File.Exists(authority) ? authority : null,
        };
        string namespaceFile = Path.Join(environment.ServiceAccountFolder, "namespace");
        string? ns = File.Exists(namespaceFile) ? (await File.ReadAllTextAsync(namespaceFile, cancellationToken).ConfigureAwait(false)).Trim() : null;
        return (cluster, new KubeconfigUser { TokenFile = token }, string.IsNullOrEmpty(ns) ? null : ns);
    }
}
