namespace Neutree.Core.Kubernetes.Configuration;

/// <summary>A kubeconfig's <c>exec</c>: a program that prints credentials.</summary>
internal sealed record ExecPlugin
{
    /// <summary>A path, absolute where the kubeconfig gives a relative one, or a name that is looked up in <c>PATH</c>.</summary>
    public required string Command { get; init; }

    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Variables to set besides those of this process.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Environment { get; init; } = [];

    /// <summary><c>client.authentication.k8s.io/v1</c> or <c>…/v1beta1</c>.</summary>
    public required string ApiVersion { get; init; }

    public string? InstallHint { get; init; }

    /// <summary>Whether the program is told about the cluster.</summary>
    public bool ProvidesClusterInfo { get; init; }

    public PluginInteraction Interaction { get; init; } = PluginInteraction.IfAvailable;
}
