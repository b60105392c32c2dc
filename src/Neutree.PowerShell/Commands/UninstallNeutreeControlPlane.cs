using System.Management.Automation;
using Neutree.Core.ControlPlane;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Uninstall, "NeutreeControlPlane", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
public sealed class UninstallNeutreeControlPlane : ControlPlaneCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateSet(ComponentNames.NeutreeCore, ComponentNames.ObsStack)]
    public string Component { get; set; } = ComponentNames.NeutreeCore;

    [Parameter]
    public SwitchParameter RemoveData { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        string action = RemoveData ? "Remove the services and all their data" : "Remove the services";
        if ((!Force || IsWhatIf) && !ShouldProcess(Component, action))
        {
            return;
        }

        ControlPlaneUninstallOptions options = new() { Component = ComponentNames.Parse(Component), RemoveData = RemoveData };
        RunInstaller($"Uninstall {Component}", Component, async (installer, observer, stop) =>
        {
            await installer.UninstallAsync(options, observer, stop).ConfigureAwait(false);
            return [];
        });
    }
}
