using System.Globalization;

namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>What kstatus wants of pods.</summary>
internal static class PodReadiness
{
    /// <summary>How long a pod may be without a node before that counts as a failure.</summary>
    private static readonly TimeSpan ScheduleWindow = TimeSpan.FromSeconds(15);

    public static Judgement Judge(KubernetesObject pod, DateTimeOffset now)
    {
        switch (pod.Text("status", "phase"))
        {
            case "Succeeded":
                return Judgement.Ready("Pod has completed successfully");
            case "Failed":
                return Judgement.Failed("Pod has completed, but not successfully", isFinal: true);
            case "Running":
                string[] crashing = [.. CrashLooping(pod)];
                return ObjectConditions.Has(pod, "Ready", "True") ? Judgement.Ready("Pod is Ready")
                    : crashing.Length > 0 ? Judgement.Failed($"Containers in CrashLoop state: {string.Join(",", crashing)}")
                    : Judgement.InProgress("Pod is running but is not Ready");
            case "Pending":
                ObjectFields scheduled = ObjectConditions.Find(pod, "PodScheduled");
                return scheduled.Text("status") != "False" || scheduled.Text("reason") != "Unschedulable" ? Judgement.InProgress("Pod is in the Pending phase")
                    : now - (CreatedAt(pod) ?? now) < ScheduleWindow ? Judgement.InProgress("Pod has not been scheduled")
                    : Judgement.Failed("Pod could not be scheduled");
            default:
                return Judgement.InProgress("Pod phase not available");
        }
    }

    public static DateTimeOffset? CreatedAt(KubernetesObject item) =>
        DateTimeOffset.TryParse(item.Text("metadata", "creationTimestamp"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;

    private static IEnumerable<string> CrashLooping(KubernetesObject pod) =>
        pod.Fields.Fields("status").Items("containerStatuses")
            .Where(container => container.Fields("state").Fields("waiting").Text("reason") == "CrashLoopBackOff")
            .Select(container => container.Text("name"));
}
