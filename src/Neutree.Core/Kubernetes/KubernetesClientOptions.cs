namespace Neutree.Core.Kubernetes;

/// <summary>Which cluster to speak to, as whom, and how.</summary>
public sealed record KubernetesClientOptions
{
    /// <summary>Kubeconfig files; of what two define, the first counts. Empty for <c>KUBECONFIG</c>, then <c>~/.kube/config</c>, then the service account of the pod this runs in.</summary>
    public IReadOnlyList<string> KubeconfigFiles { get; init; } = [];

    /// <summary>Null for the kubeconfig's current one.</summary>
    public string? Context { get; init; }

    /// <summary>Null for the context's own, then <c>default</c>.</summary>
    public string? Namespace { get; init; }

    /// <summary>Whom to act as; null for oneself.</summary>
    public string? ImpersonatedUser { get; init; }

    public IReadOnlyList<string> ImpersonatedGroups { get; init; } = [];

    /// <summary>Requests under way at once; fewer while the server says that these are too many. Watches and logs count until they begin.</summary>
    public int RequestsAtOnce { get; init; } = 32;

    /// <summary>Further tries of a request that may pass when sent again.</summary>
    public int Retry { get; init; } = 5;

    /// <summary>How long an answer may take to begin. Watches and logs go on afterwards.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(60);
}
