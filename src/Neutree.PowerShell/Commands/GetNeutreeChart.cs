using System.Management.Automation;
using Neutree.Core.Helm.Charts;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "NeutreeChart")]
[OutputType(typeof(ChartInfo))]
public sealed class GetNeutreeChart : ChartCmdlet
{
    private protected override async Task ProcessAsync(string chart, CmdletPipe pipe, CancellationToken cancellationToken) =>
        pipe.Output(await new ChartInspector(Fetcher(pipe), pipe).InspectAsync(chart, Version, cancellationToken).ConfigureAwait(false));
}
