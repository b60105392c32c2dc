using System.Management.Automation;
using Neutree.Core;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell;

/// <summary>A cmdlet that reads charts from folders, archives and registries, one after the other.</summary>
public abstract class ChartCmdlet : RegistryCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("PSPath", "FullName", "Path")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(ChartCompleter))]
    public string[] Chart { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Version { get; set; }

    [Parameter]
    [Credential]
    public PSCredential? Credential { get; set; }

    protected override void ProcessRecord()
    {
        ChartPlaces places = new(SessionState);
        foreach (string word in Chart)
        {
            try
            {
                foreach (string chart in places.Resolve(word))
                {
                    Process(chart);
                }
            }
            catch (NeutreeException failure)
            {
                WriteError(ErrorRecords.From(failure, word));
            }
        }
    }

    /// <summary>Does the work for one chart: a full path, or a reference.</summary>
    private protected abstract void Process(string chart);
}
