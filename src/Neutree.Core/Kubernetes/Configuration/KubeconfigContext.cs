namespace Neutree.Core.Kubernetes.Configuration;

/// <summary>A kubeconfig's <c>context</c>.</summary>
internal sealed record KubeconfigContext(string Cluster, string User, string? Namespace);
