using System.Management.Automation;
using Neutree.Core.ControlPlane;
using Neutree.Core.Helm.Releases;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsData.Compare, "NeutreeControlPlane")]
[OutputType(typeof(ReleaseDifference))]
public sealed class CompareNeutreeControlPlane : ControlPlaneInstallCmdlet
{
    [Parameter]
    public SwitchParameter IncludeUnchanged { get; set; }

    protected override void ProcessRecord()
    {
        if (ReadOptions(whatIf: true) is not { } options)
        {
            return;
        }

        ControlPlanePlace place = Place();
        string activity = $"Compare {place.ReleaseName}";
        Run(activity, place.ReleaseName, async (pipe, stop) =>
        {
            PipeObserver observer = new(pipe, activity, place.ReleaseName);
            await foreach (ReleaseDifference difference in ControlPlaneInstallers.CreateComparer(place, pipe).CompareAsync(options, observer, stop).ConfigureAwait(false))
            {
                if (IncludeUnchanged || difference.Change != ObjectChange.None)
                {
                    pipe.Output(difference);
                }
            }
        });
    }
}
