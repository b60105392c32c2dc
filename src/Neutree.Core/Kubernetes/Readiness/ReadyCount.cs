namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>How much of an object is ready, as <c>kubectl get</c> shows it.</summary>
internal static class ReadyCount
{
    /// <summary><c>2/3</c>; empty for kinds of which nothing is counted.</summary>
    public static string Of(KubernetesObject item)
    {
        ObjectFields spec = item.Fields.Fields("spec");
        ObjectFields status = item.Fields.Fields("status");
        return item.Kind switch
        {
            "Deployment" or "StatefulSet" or "ReplicaSet" or "ReplicationController" => $"{status.Integer("readyReplicas") ?? 0}/{spec.Integer("replicas") ?? 1}",
            "DaemonSet" => $"{status.Integer("numberReady") ?? 0}/{status.Integer("desiredNumberScheduled") ?? 0}",
            "Job" => $"{status.Integer("succeeded") ?? 0}/{KstatusWorkloads.Completions(item)}",
            "Pod" => $"{status.Items("containerStatuses").Count(container => container.Flag("ready"))}/{spec.Items("containers").Count()}",
            _ => "",
        };
    }
}
