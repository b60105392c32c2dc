using System.Management.Automation;
using Neutree.Core.ControlPlane;
using Neutree.Core.Helm.Releases;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsData.Restore, "NeutreeControlPlane", SupportsShouldProcess = true)]
[OutputType(typeof(ControlPlaneService), typeof(ReleaseDifference))]
public sealed class RestoreNeutreeControlPlane : ControlPlaneCmdlet
{
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateSet(ComponentNames.NeutreeCore, ComponentNames.ObsStack)]
    public string Component { get; set; } = ComponentNames.NeutreeCore;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateRange(1, int.MaxValue)]
    public int Revision { get; set; }

    [Parameter]
    public SwitchParameter Wait { get; set; }

    [Parameter]
    public TimeSpan Timeout { get; set; } = new ControlPlaneRestoreOptions().Timeout;

    protected override void ProcessRecord()
    {
        bool whatIf = IsWhatIf;
        if (!whatIf && !ShouldProcess(Component, "Bring back the former installation"))
        {
            return;
        }

        ControlPlaneRestoreOptions options = new() { Component = ComponentNames.Parse(Component), Revision = Revision, Wait = Wait, Timeout = Timeout, WhatIf = whatIf };
        RunInstaller($"Restore {Component}", Component, (installer, observer, stop) => installer.RestoreAsync(options, observer, stop));
    }
}
