using System.Management.Automation;
using Neutree.Core.Oci.Housekeeping;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsCommon.Clear, "NeutreeRegistry", DefaultParameterSetName = FolderSet, SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RemovedItem))]
public sealed class ClearNeutreeRegistry : HousekeepingCmdlet
{
    private const string RegistrySet = "Registry";
    private const string FolderSet = "Data";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = RegistrySet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    public string? Registry { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = FolderSet)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RegistryFolderCompleter))]
    public string? Data { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Repository { get; set; } = [];

    [Parameter]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    public string[] Tag { get; set; } = [];

    [Parameter]
    public TimeSpan OlderThan { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int Keep { get; set; }

    [Parameter(ParameterSetName = FolderSet)]
    public SwitchParameter Untagged { get; set; }

    [Parameter(ParameterSetName = FolderSet)]
    public SwitchParameter Unreferenced { get; set; }

    [Parameter(ParameterSetName = FolderSet)]
    public TimeSpan GracePeriod { get; set; } = TimeSpan.FromHours(1);

    [Parameter]
    public SwitchParameter Force { get; set; }

    protected override void ProcessRecord()
    {
        string? folder = Data is null ? null : ResolveNew(Data);
        bool asks = !Force || IsWhatIf || MyInvocation.BoundParameters.ContainsKey("Confirm");
        Run(null, Registry ?? folder, (pipe, stop) => WriteItemsAsync(
            pipe,
            new RegistryPruner(
                new RegistryPruneOptions
                {
                    Registry = Registry,
                    Folder = folder,
                    Repositories = Repository,
                    Tags = Tag,
                    OlderThan = MyInvocation.BoundParameters.ContainsKey(nameof(OlderThan)) ? OlderThan : null,
                    Keep = MyInvocation.BoundParameters.ContainsKey(nameof(Keep)) ? Keep : null,
                    Untagged = Untagged,
                    Unreferenced = Unreferenced,
                    GracePeriod = GracePeriod,
                    RegistryOptions = RegistryOptions(Credential),
                    Approve = asks ? item => ApproveAsync(pipe, item) : null,
                },
                pipe).PruneAsync(stop),
            stop));
    }
}
