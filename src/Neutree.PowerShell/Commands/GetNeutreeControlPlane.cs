using System.Management.Automation;
using Neutree.Core.ControlPlane;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsCommon.Get, "NeutreeControlPlane")]
[OutputType(typeof(ControlPlaneService))]
public sealed class GetNeutreeControlPlane : ControlPlaneCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateSet(ComponentNames.NeutreeCore, ComponentNames.ObsStack)]
    public string? Component { get; set; }

    protected override void ProcessRecord()
    {
        ControlPlaneComponent? component = Component is null ? null : ComponentNames.Parse(Component);
        RunInstaller("Read the control plane", Component ?? "control plane", (installer, _, stop) => installer.GetAsync(component, stop));
    }
}
