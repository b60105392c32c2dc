using System.Management.Automation;
using Neutree.Core.Oci.Housekeeping;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsCommon.Remove, "NeutreeImage", SupportsShouldProcess = true)]
[OutputType(typeof(RemovedItem))]
public sealed class RemoveNeutreeImage : HousekeepingCmdlet
{
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("Reference", "Target")]
    [ValidateNotNullOrEmpty]
    public string[] Image { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegistryFolderCompleter))]
    public string? Data { get; set; }

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        string? folder = Data is null ? null : ResolveNew(Data);
        Run(null, folder, (pipe, stop) => WriteItemsAsync(
            pipe,
            new ImageRemover(
                new ImageRemoveOptions
                {
                    Images = Image,
                    Folder = folder,
                    RegistryOptions = RegistryOptions(Credential),
                    Force = Force,
                    Approve = item => ApproveAsync(pipe, item),
                },
                pipe).RemoveAsync(stop),
            stop));
    }
}
