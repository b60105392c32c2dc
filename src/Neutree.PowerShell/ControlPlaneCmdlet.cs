using System.Management.Automation;
using Neutree.Core.ControlPlane;
using Neutree.PowerShell.Completers;

namespace Neutree.PowerShell;

/// <summary>A cmdlet that works on a control plane: where that is.</summary>
public abstract class ControlPlaneCmdlet : AsyncCmdlet
{
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public DeployMethod DeployMethod { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    public string? WorkingDirectory { get; set; }

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [Alias("n")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(NamespaceCompleter))]
    public string Namespace { get; set; } = ControlPlanePlace.DefaultName;

    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ControlPlaneReleaseCompleter))]
    public string ReleaseName { get; set; } = ControlPlanePlace.DefaultName;

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Kubeconfig { get; set; }

    [Parameter]
    [Alias("KubeContext")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ContextCompleter))]
    public string? Context { get; set; }

    [Parameter]
    public SwitchParameter AllowOldServer { get; set; }

    private protected ControlPlanePlace Place() => new()
    {
        Method = DeployMethod,
        Namespace = Namespace,
        ReleaseName = ReleaseName,
        Kubeconfig = Kubeconfig is null ? null : ResolveNew(Kubeconfig),
        Context = Context,
        AllowOldServer = AllowOldServer,

        // The core would take the process' folder for the session's.
        WorkingDirectory = WorkingDirectory is not null ? ResolveNew(WorkingDirectory)
            : string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NEUTREE_LAUNCH_WORK_DIR")) ? ResolveNew("neutree-deploy")
            : null,
    };

    /// <summary>Runs an operation of the installer that the parameters choose; the services that it ends with are written.</summary>
    private protected void RunInstaller(
        string activity,
        string component,
        Func<IControlPlaneInstaller, IControlPlaneObserver, CancellationToken, Task<IReadOnlyList<ControlPlaneService>>> operation)
    {
        ControlPlanePlace place = Place();
        Run(activity, component, async (pipe, stop) =>
        {
            PipeObserver observer = new(pipe, activity, component);
            foreach (ControlPlaneService service in await operation(ControlPlaneInstallers.Create(place, pipe), observer, stop).ConfigureAwait(false))
            {
                pipe.Output(service);
            }
        });
    }
}
