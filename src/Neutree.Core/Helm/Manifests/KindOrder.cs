namespace Neutree.Core.Helm.Manifests;

/// <summary>The order in which kinds are installed and removed (Helm 4.1 <c>kind_sorter.go</c>). Unknown kinds come last, by their names.</summary>
internal sealed class KindOrder : IComparer<string>
{
    private readonly Dictionary<string, int> _places;

    private KindOrder(params IEnumerable<string> kinds) => _places = kinds.Index().ToDictionary(kind => kind.Item, kind => kind.Index);

    public static KindOrder Install { get; } = new(
        "PriorityClass", "Namespace", "NetworkPolicy", "ResourceQuota", "LimitRange", "PodSecurityPolicy", "PodDisruptionBudget",
        "ServiceAccount", "Secret", "SecretList", "ConfigMap", "StorageClass", "PersistentVolume", "PersistentVolumeClaim",
        "CustomResourceDefinition", "ClusterRole", "ClusterRoleList", "ClusterRoleBinding", "ClusterRoleBindingList", "Role", "RoleList",
        "RoleBinding", "RoleBindingList", "Service", "DaemonSet", "Pod", "ReplicationController", "ReplicaSet", "Deployment",
        "HorizontalPodAutoscaler", "StatefulSet", "Job", "CronJob", "IngressClass", "Ingress", "APIService",
        "MutatingWebhookConfiguration", "ValidatingWebhookConfiguration");

    /// <summary>Not the other way round throughout: services go before what answers for them, and validation before mutation.</summary>
    public static KindOrder Uninstall { get; } = new(
        "ValidatingWebhookConfiguration", "MutatingWebhookConfiguration", "APIService", "Ingress", "IngressClass", "Service", "CronJob", "Job",
        "StatefulSet", "HorizontalPodAutoscaler", "Deployment", "ReplicaSet", "ReplicationController", "Pod", "DaemonSet", "RoleBindingList",
        "RoleBinding", "RoleList", "Role", "ClusterRoleBindingList", "ClusterRoleBinding", "ClusterRoleList", "ClusterRole",
        "CustomResourceDefinition", "PersistentVolumeClaim", "PersistentVolume", "StorageClass", "ConfigMap", "SecretList", "Secret",
        "ServiceAccount", "PodDisruptionBudget", "PodSecurityPolicy", "LimitRange", "ResourceQuota", "NetworkPolicy", "Namespace", "PriorityClass");

    public int Compare(string? x, string? y)
    {
        bool left = _places.TryGetValue(x ?? "", out int leftPlace);
        bool right = _places.TryGetValue(y ?? "", out int rightPlace);
        return (left, right) switch
        {
            (true, true) => leftPlace - rightPlace,
            (true, false) => -1,
            (false, true) => 1,
            _ => string.CompareOrdinal(x, y),
        };
    }
}
