using System.Management.Automation;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "NeutreeRegistry")]
[OutputType(typeof(NeutreeRegistry))]
public sealed class GetNeutreeRegistry : PSCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    [ValidateRange(1, 65535)]
    public int[] Port { get; set; } = [];

    protected override void ProcessRecord()
    {
        foreach (NeutreeRegistry registry in RunningRegistries.In(SessionState).Where(registry => Port.Length == 0 || Port.Contains(registry.Port)).ToArray())
        {
            WriteObject(registry);
        }
    }
}
