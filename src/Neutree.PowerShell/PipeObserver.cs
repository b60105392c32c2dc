using System.Management.Automation;
using Microsoft.Extensions.Logging;
using Neutree.Core.ControlPlane;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Oci.Transfer;

namespace Neutree.PowerShell;

/// <summary>
/// What happens to a control plane, in a pipeline's streams: steps and the output of programs are verbose, services progress, the log of a
/// failed one warnings. Under what-if the main file is output, everything else a what-if line.
/// </summary>
internal sealed class PipeObserver(CmdletPipe pipe, string activity, string component) : IControlPlaneObserver
{
    private const int ActivityId = 2;
    private bool _hasMain;

    public IProgress<TransferProgress> Transfer => pipe.Meter;

    public void Step(string what)
    {
        pipe.LogInformation("{Step}", what);
        pipe.Progress(new ProgressRecord(ActivityId, activity, what));
    }

    public void ProgramOutput(string line) => pipe.LogInformation("{Line}", line);

    public void ServiceLog(string service, IReadOnlyList<string> lines)
    {
        foreach (string line in lines)
        {
            pipe.Warning($"{service} | {line}");
        }
    }

    public void Services(IReadOnlyList<ControlPlaneService> services)
    {
        ControlPlaneService[] waiting = [.. services.Where(service => service.Status is not (ServiceStatus.Ready or ServiceStatus.Completed))];
        int done = services.Count - waiting.Length;
        pipe.Progress(new ProgressRecord(ActivityId, activity, $"{done} of {services.Count} services are ready")
        {
            PercentComplete = services.Count == 0 ? 100 : 100 * done / services.Count,
            CurrentOperation = string.Join(", ", waiting.Select(service => $"{service.Name} ({(service.Health.Length > 0 ? service.Health : service.State.Length > 0 ? service.State : "not there")})")),
            RecordType = waiting.Length == 0 ? ProgressRecordType.Completed : ProgressRecordType.Processing,
        });
    }

    public void WouldWrite(string path, string text)
    {
        if (!_hasMain)
        {
            _hasMain = true;
            pipe.Output(text);
            return;
        }

        // Its text may hold secrets, which have no place in the verbose stream.
        _ = pipe.ShouldProcessAsync(path, "Write file");
    }

    public void WouldChange(ReleaseDifference difference)
    {
        if (difference.Change != ObjectChange.None)
        {
            pipe.Output(difference);
        }
    }

    public void WouldRun(string command) => _ = pipe.ShouldProcessAsync(component, command);
}
