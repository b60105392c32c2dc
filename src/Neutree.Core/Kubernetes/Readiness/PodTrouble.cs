namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>What keeps a pod from becoming ready.</summary>
/// <param name="Message">Pod, container and reason.</param>
/// <param name="IsFinal">Whether waiting can't help.</param>
/// <param name="IsActive">False for a container that crashed before and runs again, perhaps for good.</param>
internal sealed record PodTrouble(string Message, bool IsFinal, bool IsActive)
{
    private static readonly string[] WaitingReasons =
    [
        "ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName", "ImageInspectError", "RegistryUnavailable",
        "CreateContainerConfigError", "CreateContainerError", "RunContainerError", "CrashLoopBackOff",
    ];

    /// <summary>Null where nothing is wrong with it.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="mayCrash">Whether its owner counts crashes itself, as a job does.</param>
    public static PodTrouble? Of(KubernetesObject pod, bool mayCrash)
    {
        ObjectFields scheduled = ObjectConditions.Find(pod, "PodScheduled");
        if (scheduled.Text("status") == "False" && scheduled.Text("reason") == "Unschedulable")
        {
            return new PodTrouble($"pod {pod.Name} can't be scheduled: {scheduled.Text("message")}", IsFinal: false, IsActive: true);
        }

        return Containers(pod).Select(container => OfContainer(pod, container, mayCrash)).OfType<PodTrouble>().OrderByDescending(trouble => trouble.IsActive).FirstOrDefault();
    }

    /// <summary>The states of a pod's containers, those that prepare it first.</summary>
    public static IEnumerable<ObjectFields> Containers(KubernetesObject pod)
    {
        ObjectFields status = pod.Fields.Fields("status");
        return status.Items("initContainerStatuses").Concat(status.Items("containerStatuses"));
    }

    private static PodTrouble? OfContainer(KubernetesObject pod, ObjectFields container, bool mayCrash)
    {
        ObjectFields waiting = container.Fields("state").Fields("waiting");
        string reason = waiting.Text("reason");
        string place = $"container {container.Text("name")} of pod {pod.Name}";
        bool hasCrashed = reason == "CrashLoopBackOff"
            || (container.Integer("restartCount") > 0 && !container.Flag("ready") && (container.Fields("lastState").Fields("terminated").Integer("exitCode") ?? 0) != 0);
        if (hasCrashed && mayCrash)
        {
            return null;
        }

        if (reason == "CrashLoopBackOff")
        {
            ObjectFields last = container.Fields("lastState").Fields("terminated");
            string how = last.IsPresent ? $", last with exit code {last.Integer("exitCode")}{(last.Text("reason") is { Length: > 0 } why ? $" ({why})" : "")}" : "";
            return new PodTrouble($"{place} crashed {container.Integer("restartCount")} times{how}: {waiting.Text("message")}", IsFinal: false, IsActive: true);
        }

        if (WaitingReasons.Contains(reason))
        {
            return new PodTrouble($"{place}: {reason}: {waiting.Text("message")}", reason is "InvalidImageName" or "ErrImageNeverPull", IsActive: true);
        }

        return hasCrashed ? new PodTrouble($"{place} crashed {container.Integer("restartCount")} times and isn't ready", IsFinal: false, IsActive: false) : null;
    }
}
