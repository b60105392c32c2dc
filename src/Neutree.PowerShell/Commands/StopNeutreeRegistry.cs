using System.Management.Automation;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell.Commands;

[Cmdlet(VerbsLifecycle.Stop, "NeutreeRegistry", DefaultParameterSetName = RegistrySet, SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class StopNeutreeRegistry : AsyncCmdlet
{
    private const string RegistrySet = "Registry";
    private const string PortSet = "Port";
    private const string AllSet = "All";

    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = RegistrySet)]
    [ValidateNotNull]
    public NeutreeRegistry[] Registry { get; set; } = [];

    [Parameter(Mandatory = true, ValueFromPipelineByPropertyName = true, ParameterSetName = PortSet)]
    [ArgumentCompleter(typeof(RegistryCompleter))]
    [ValidateRange(1, 65535)]
    public int[] Port { get; set; } = [];

    [Parameter(Mandatory = true, ParameterSetName = AllSet)]
    public SwitchParameter All { get; set; }

    protected override void ProcessRecord()
    {
        IReadOnlyList<NeutreeRegistry> running = RunningRegistries.In(SessionState);
        NeutreeRegistry[] chosen = ParameterSetName switch
        {
            RegistrySet => Registry,
            PortSet => [.. Port.SelectMany(port => Find(running, port))],
            _ => All ? [.. running] : [],
        };
        foreach (NeutreeRegistry registry in chosen)
        {
            if (ShouldProcess(registry.Endpoint, "Stop the registry"))
            {
                Run(null, registry, async (_, _) => await registry.StopAsync().ConfigureAwait(false));
                RunningRegistries.Remove(SessionState, registry);
            }
        }
    }

    private NeutreeRegistry[] Find(IReadOnlyList<NeutreeRegistry> running, int port)
    {
        NeutreeRegistry[] found = [.. running.Where(registry => registry.Port == port)];
        if (found.Length == 0)
        {
            ItemNotFoundException missing = new($"No registry of this session listens on port {port}.");
            WriteError(new ErrorRecord(missing, "Registry.NotRunning", ErrorCategory.ObjectNotFound, port)
            {
                ErrorDetails = new ErrorDetails(missing.Message) { RecommendedAction = "Get-NeutreeRegistry lists those that run." },
            });
        }

        return found;
    }
}
