using System.Management.Automation;
using Neutree.Core.ControlPlane.Charts;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Oci.Registries;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "NeutreeChart")]
[OutputType(typeof(ChartDescription))]
public sealed class GetNeutreeChart : ChartCmdlet
{
    private protected override void Process(string chart)
    {
        RegistryOptions registry = RegistryOptions(Credential);
        Run(null, chart, async (pipe, stop) =>
        {
            ChartInspector inspector = new(new OciChartFetcher(registry, pipe), pipe);
            pipe.Output(await inspector.InspectAsync(chart, Version, stop).ConfigureAwait(false));
        });
    }
}
