using System.Management.Automation;
using Neutree.Core.ControlPlane;
using Neutree.Core.Helm.Releases;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Install, "NeutreeControlPlane", SupportsShouldProcess = true)]
[OutputType(typeof(ControlPlaneService), typeof(string), typeof(ReleaseDifference))]
public sealed class InstallNeutreeControlPlane : ControlPlaneInstallCmdlet
{
    protected override void ProcessRecord()
    {
        bool whatIf = IsWhatIf;
        if (!whatIf && !ShouldProcess(Component, $"Install the control plane{(OfflinePackage is null ? "" : $" from {OfflinePackage}")}"))
        {
            return;
        }

        if (ReadOptions(whatIf) is { } options)
        {
            RunInstaller($"Install {Component}", Component, (installer, observer, stop) => installer.InstallAsync(options, observer, stop));
        }
    }
}
