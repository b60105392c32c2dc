using System.Management.Automation;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Kubernetes;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "NeutreeReleaseHistory")]
[OutputType(typeof(ReleaseRevision))]
public sealed class GetNeutreeReleaseHistory : ClusterCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ReleaseName")]
    [ArgumentCompleter(typeof(ReleaseNameCompleter))]
    [ValidateNotNullOrEmpty]
    public string[] Name { get; set; } = [];

    protected override void ProcessRecord()
    {
        Func<CmdletPipe, CancellationToken, Task<KubernetesClient>> cluster = Cluster();
        foreach (string name in Name)
        {
            Run(null, name, async (pipe, stop) =>
            {
                using KubernetesClient client = await cluster(pipe, stop).ConfigureAwait(false);
                await foreach (ReleaseRevision revision in new ReleaseReader(client, pipe).GetHistoryAsync(name, Namespace, stop).ConfigureAwait(false))
                {
                    pipe.Output(revision);
                }
            });
        }
    }
}
