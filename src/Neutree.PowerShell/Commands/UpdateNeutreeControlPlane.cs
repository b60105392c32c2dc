using System.Management.Automation;
using Neutree.Core.ControlPlane;
using Neutree.Core.Helm.Releases;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsData.Update, "NeutreeControlPlane", SupportsShouldProcess = true)]
[OutputType(typeof(ControlPlaneService), typeof(string), typeof(ReleaseDifference))]
public sealed class UpdateNeutreeControlPlane : ControlPlaneInstallCmdlet
{
    protected override void ProcessRecord()
    {
        bool whatIf = IsWhatIf;
        if (!whatIf && !ShouldProcess(Component, $"Upgrade the control plane{(OfflinePackage is null ? "" : $" from {OfflinePackage}")}"))
        {
            return;
        }

        if (ReadOptions(whatIf) is { } options)
        {
            RunInstaller($"Update {Component}", Component, (installer, observer, stop) => installer.InstallAsync(options with { MustExist = true }, observer, stop));
        }
    }
}
