using System.Management.Automation;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Kubernetes;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "NeutreeRelease")]
[OutputType(typeof(Release))]
public sealed class GetNeutreeRelease : ClusterCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("ReleaseName")]
    [ArgumentCompleter(typeof(ReleaseNameCompleter))]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Name { get; set; } = ["*"];

    [Parameter]
    [Alias("A")]
    public SwitchParameter AllNamespaces { get; set; }

    [Parameter]
    [ArgumentCompleter(typeof(ReleaseStatusCompleter))]
    public string[] Status { get; set; } = [];

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Revision { get; set; }

    protected override void ProcessRecord()
    {
        Func<CmdletPipe, CancellationToken, Task<KubernetesClient>> cluster = Cluster();
        foreach (string name in Name)
        {
            Run(null, name, async (pipe, stop) =>
            {
                using KubernetesClient client = await cluster(pipe, stop).ConfigureAwait(false);
                await FindAsync(new ReleaseReader(client, pipe), name, pipe, stop).ConfigureAwait(false);
            });
        }
    }

    private async Task FindAsync(ReleaseReader reader, string name, CmdletPipe pipe, CancellationToken stop)
    {
        // A name without wildcards is meant: that there is none is an error, and one that is uninstalled is shown.
        bool isOne = !WildcardPattern.ContainsWildcardCharacters(name) && !AllNamespaces && Status.Length == 0;
        if (isOne || Revision > 0)
        {
            pipe.Output(await reader.GetAsync(name, Namespace, Revision > 0 ? Revision : null, stop).ConfigureAwait(false));
            return;
        }

        ReleaseQuery query = new() { Namespace = Namespace, AllNamespaces = AllNamespaces, Name = name, Statuses = Status };
        await foreach (Release release in reader.ListAsync(query, stop).ConfigureAwait(false))
        {
            pipe.Output(release);
        }
    }
}
