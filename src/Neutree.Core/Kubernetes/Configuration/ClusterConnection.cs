namespace Neutree.Core.Kubernetes.Configuration;

/// <summary>Everything that is needed to speak to one cluster as one user.</summary>
/// <param name="Server">The API server's address, perhaps with a path.</param>
/// <param name="Cluster">How it is reached.</param>
/// <param name="User">Who one is.</param>
/// <param name="Namespace">Where objects without a namespace belong.</param>
internal sealed record ClusterConnection(Uri Server, KubeconfigCluster Cluster, KubeconfigUser User, string Namespace);
