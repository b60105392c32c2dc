using System.Management.Automation;
using Neutree.Core.Helm.Charts;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsCommon.New, "NeutreeChartPackage", SupportsShouldProcess = true)]
[OutputType(typeof(ChartPackage))]
public sealed class NewNeutreeChartPackage : AsyncCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName", "Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ChartCompleter))]
    public string[] Chart { get; set; } = [];

    [Parameter(Position = 1)]
    [ValidateNotNullOrEmpty]
    public string Destination { get; set; } = ".";

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Version { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? AppVersion { get; set; }

    protected override void ProcessRecord()
    {
        ChartPlaces places = new(SessionState);
        string destination = ResolveNew(Destination);
        foreach (string word in Chart)
        {
            try
            {
                foreach (string chart in places.Resolve(word))
                {
                    Pack(chart, destination);
                }
            }
            catch (ChartException failure)
            {
                WriteError(ErrorRecords.From(failure, word));
            }
        }
    }

    private void Pack(string chart, string destination)
    {
        if (!ShouldProcess(destination, $"Pack the chart {chart}"))
        {
            return;
        }

        ChartPackageOptions options = new() { Chart = chart, Destination = destination, Version = Version, AppVersion = AppVersion };
        Run(null, chart, async (pipe, stop) => pipe.Output(await new ChartPackager(pipe).PackAsync(options, stop).ConfigureAwait(false)));
    }
}
