using System.Management.Automation;
using Neutree.Core.Kubernetes;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell;

/// <summary>A cmdlet that speaks to a Kubernetes cluster.</summary>
public abstract class ClusterCmdlet : AsyncCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string? Namespace { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string[]? Kubeconfig { get; set; }

    [Parameter]
    [Alias("KubeContext")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public string? Context { get; set; }

    /// <summary>The cluster that the parameters name; paths of kubeconfigs are resolved on the pipeline's thread.</summary>
    private protected Func<CmdletPipe, CancellationToken, Task<KubernetesClient>> Cluster()
    {
        KubernetesClientOptions options = new()
        {
            KubeconfigFiles = [.. (Kubeconfig ?? []).Select(ResolveNew)],
            Context = Context,
            Namespace = Namespace,
        };
        return (pipe, stop) => KubernetesClient.ConnectAsync(options, pipe, stop);
    }
}
