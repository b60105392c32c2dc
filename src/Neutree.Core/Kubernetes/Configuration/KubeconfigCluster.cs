namespace Neutree.Core.Kubernetes.Configuration;

/// <summary>A kubeconfig's <c>cluster</c>; paths are absolute.</summary>
internal sealed record KubeconfigCluster
{
    public required string Server { get; init; }

    /// <summary>Name to check the certificate against and to send in TLS, where it isn't the server's host.</summary>
    public string? TlsServerName { get; init; }

    public bool SkipsCertificateCheck { get; init; }

    /// <summary>PEM; wins over the file.</summary>
    public byte[]? CertificateAuthorityData { get; init; }

    public string? CertificateAuthorityFile { get; init; }

    public string? ProxyUrl { get; init; }

    /// <summary>What credential plugins are told of the cluster: <c>extensions</c>' <c>client.authentication.k8s.io/exec</c>.</summary>
    public object? PluginConfiguration { get; init; }
}
