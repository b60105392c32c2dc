namespace Neutree.Core.Kubernetes.Configuration;

/// <summary>What one or several kubeconfig files say, put together: of what two define, the first counts.</summary>
internal sealed class Kubeconfig
{
    private readonly Dictionary<string, KubeconfigCluster> _clusters = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeconfigUser> _users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KubeconfigContext> _contexts = new(StringComparer.Ordinal);

    /// <summary>Null where no file names one.</summary>
    public string? CurrentContext { get; private set; }

    public IReadOnlyCollection<string> ContextNames => _contexts.Keys;

    public void SetCurrentContext(string name) => CurrentContext ??= name.Length > 0 ? name : null;

    public void Add(string name, KubeconfigCluster cluster) => _clusters.TryAdd(name, cluster);

    public void Add(string name, KubeconfigUser user) => _users.TryAdd(name, user);

    public void Add(string name, KubeconfigContext context) => _contexts.TryAdd(name, context);

    /// <summary>The parts that a context puts together.</summary>
    /// <param name="context">Null for the current one.</param>
    /// <exception cref="KubernetesException">There is no such context, or it names a cluster or user that isn't there.</exception>
    public (KubeconfigCluster Cluster, KubeconfigUser User, string? Namespace) Select(string? context)
    {
        string name = context ?? CurrentContext ?? throw Missing("no context was given, and the kubeconfig has no current-context", null);
        if (!_contexts.TryGetValue(name, out KubeconfigContext? found))
        {
            throw Missing($"the kubeconfig has no context '{name}'", name);
        }

        if (!_clusters.TryGetValue(found.Cluster, out KubeconfigCluster? cluster))
        {
            throw KubeconfigProblem.Invalid($"context '{name}' names the cluster '{found.Cluster}', which no file defines", name);
        }

        KubeconfigUser? user = new();
        if (found.User.Length > 0 && !_users.TryGetValue(found.User, out user))
        {
            throw KubeconfigProblem.Invalid($"context '{name}' names the user '{found.User}', whom no file defines", name);
        }

        return (cluster, user, found.Namespace);
    }

    private KubernetesException Missing(string message, string? target) =>
        new("Kubernetes.ContextNotFound", ErrorKind.NotFound, message)
        {
            Target = target,
            Recommendation = _contexts.Count == 0
                ? "Give a kubeconfig that defines one with -Kubeconfig or KUBECONFIG."
                : $"Give one of these with -Context: {string.Join(", ", _contexts.Keys.Order(StringComparer.Ordinal))}.",
        };
}
