using Neutree.Core.ControlPlane.Parameters;
using Neutree.Core.Helm.Releases;
using Neutree.Core.Kubernetes;
using Neutree.Core.Kubernetes.Readiness;

namespace Neutree.Core.ControlPlane.Releases;

/// <summary>Shows an observer what happens to a release: one call at a time, and without secrets.</summary>
/// <param name="observer">Is shown it.</param>
/// <param name="release">The release's name.</param>
/// <param name="mask">Takes secrets out of what pods and the cluster say.</param>
internal sealed class ReleaseView(IControlPlaneObserver observer, string release, SecretMask mask)
    : IProgress<ReleaseProgress>, IProgress<PodLogLine>, IProgress<ReadinessStatus>, IProgress<ReadinessNote>
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ObjectReference, ControlPlaneService> _rows = [];
    private string _activity = "";

    /// <summary>An activity is told when it begins, with the number of its objects: one line for each would hide what matters.</summary>
    public void Report(ReleaseProgress value)
    {
        lock (_gate)
        {
            if (_activity != value.Activity)
            {
                _activity = value.Activity;
                observer.Step($"{value.Activity}{(value.Activity.EndsWith("hooks", StringComparison.Ordinal) ? "" : value.Total == 1 ? " 1 object" : $" {value.Total} objects")}");
            }
        }
    }

    public void Report(PodLogLine value)
    {
        lock (_gate)
        {
            observer.ServiceLog($"{value.Pod}/{value.Container}", [mask.Apply(value.Text)]);
        }
    }

    public void Report(ReadinessNote value)
    {
        lock (_gate)
        {
            observer.ServiceLog($"{value.About}{(value.Container is null ? "" : $" [{value.Container}]")}", [mask.Apply(value.Text)]);
        }
    }

    /// <summary>The row takes its place in the table. Objects of which nothing is counted are shown while they aren't ready.</summary>
    public void Report(ReadinessStatus value)
    {
        lock (_gate)
        {
            if (value.Ready.Length == 0 && value.State == ReadinessState.Ready)
            {
                _rows.Remove(value.Object);
            }
            else
            {
                _rows[value.Object] = Row(value);
            }

            observer.Services([.. _rows.Values]);
        }
    }

    private ControlPlaneService Row(ReadinessStatus status) => new()
    {
        Component = release,
        Name = $"{status.Object.Kind}/{status.Object.Name}",
        Status = ServiceStatusOf(status.State, status.Object.Kind),
        State = status.Ready,
        Message = status.State == ReadinessState.Ready ? "" : mask.Apply(status.Message),
        CreatedAt = status.CreatedAt,
    };

    /// <summary>What a service's status is called that an object's readiness means.</summary>
    public static ServiceStatus ServiceStatusOf(ReadinessState state, string kind) => state switch
    {
        ReadinessState.Ready => kind == "Job" ? ServiceStatus.Completed : ServiceStatus.Ready,
        ReadinessState.Failed => ServiceStatus.Failed,
        ReadinessState.Missing => ServiceStatus.Missing,
        _ => ServiceStatus.Starting,
    };
}
