namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>What kstatus wants of workloads. The words are kstatus' own, so that they can be looked up.</summary>
internal static class KstatusWorkloads
{
    public static Judgement Deployment(KubernetesObject item)
    {
        ObjectFields progressing = ObjectConditions.Find(item, "Progressing");
        if (progressing.Text("reason") == "ProgressDeadlineExceeded")
        {
            return Judgement.Failed("Progress deadline exceeded", isFinal: true);
        }

        long wanted = Wanted(item);
        long present = Count(item, "replicas");
        long updated = Count(item, "updatedReplicas");
        long ready = Count(item, "readyReplicas");
        long available = Count(item, "availableReplicas");
        bool hasDeadline = (item.Fields.Fields("spec").Integer("progressDeadlineSeconds") ?? int.MaxValue) != int.MaxValue;
        return wanted > present ? Judgement.InProgress($"Replicas: {present}/{wanted}")
            : wanted > updated ? Judgement.InProgress($"Updated: {updated}/{wanted}")
            : present > wanted ? Judgement.InProgress($"Pending termination: {present - wanted}")
            : updated > available ? Judgement.InProgress($"Available: {available}/{updated}")
            : wanted > ready ? Judgement.InProgress($"Ready: {ready}/{wanted}")
            : hasDeadline && !(progressing.Text("status") == "True" && progressing.Text("reason") == "NewReplicaSetAvailable") ? Judgement.InProgress("ReplicaSet not Available")
            : !ObjectConditions.Has(item, "Available", "True") ? Judgement.InProgress("Deployment not Available")
            : Judgement.Ready($"Deployment is available. Replicas: {present}");
    }

    public static Judgement ReplicaSet(KubernetesObject item)
    {
        long wanted = Wanted(item);
        long present = Count(item, "replicas");
        long labelled = Count(item, "fullyLabeledReplicas");
        long available = Count(item, "availableReplicas");
        long ready = Count(item, "readyReplicas");
        return ObjectConditions.Has(item, "ReplicaFailure", "True") ? Judgement.InProgress("Replica Failure condition. Check Pods")
            : wanted > labelled ? Judgement.InProgress($"Labelled: {labelled}/{wanted}")
            : wanted > available ? Judgement.InProgress($"Available: {available}/{wanted}")
            : wanted > ready ? Judgement.InProgress($"Ready: {ready}/{wanted}")
            : present > wanted ? Judgement.InProgress($"Pending termination: {present - wanted}")
            : Judgement.Ready($"ReplicaSet is available. Replicas: {present}");
    }

    public static Judgement StatefulSet(KubernetesObject item)
    {
        ObjectFields strategy = item.Fields.Fields("spec").Fields("updateStrategy");
        if (strategy.Text("type") == "OnDelete")
        {
            return Judgement.Ready("StatefulSet is using the ondelete update strategy");
        }

        long wanted = Wanted(item);
        long present = Count(item, "replicas");
        long ready = Count(item, "readyReplicas");
        long updated = Count(item, "updatedReplicas");
        long current = Count(item, "currentReplicas");
        if (wanted > present)
        {
            return Judgement.InProgress($"Replicas: {present}/{wanted}");
        }

        if (wanted > ready)
        {
            return Judgement.InProgress($"Ready: {ready}/{wanted}");
        }

        if (present > wanted)
        {
            return Judgement.InProgress($"Pending termination: {present - wanted}");
        }

        if (strategy.Fields("rollingUpdate").Integer("partition") is { } partition)
        {
            return updated < wanted - partition
                ? Judgement.InProgress($"updated: {updated}/{wanted - partition}")
                : Judgement.Ready($"Partition rollout complete. updated: {updated}");
        }

        return wanted > current ? Judgement.InProgress($"current: {current}/{wanted}")
            : item.Text("status", "currentRevision") != item.Text("status", "updateRevision") ? Judgement.InProgress("Waiting for updated revision to match current")
            : Judgement.Ready($"All replicas scheduled as expected. Replicas: {present}");
    }

    public static Judgement DaemonSet(KubernetesObject item)
    {
        if (item.Fields.Fields("status").Integer("desiredNumberScheduled") is not { } wanted)
        {
            return Judgement.InProgress("Missing .status.desiredNumberScheduled");
        }

        long current = Count(item, "currentNumberScheduled");
        long updated = Count(item, "updatedNumberScheduled");
        long available = Count(item, "numberAvailable");
        long ready = Count(item, "numberReady");
        return wanted > current ? Judgement.InProgress($"Current: {current}/{wanted}")
            : wanted > updated ? Judgement.InProgress($"Updated: {updated}/{wanted}")
            : wanted > available ? Judgement.InProgress($"Available: {available}/{wanted}")
            : wanted > ready ? Judgement.InProgress($"Ready: {ready}/{wanted}")
            : Judgement.Ready($"All replicas scheduled as expected. Replicas: {wanted}");
    }

    /// <summary>A job that has begun is what it asks to be; whether it must end is another question.</summary>
    public static Judgement Job(KubernetesObject item)
    {
        long completions = Completions(item);
        long succeeded = Count(item, "succeeded");
        return ObjectConditions.Has(item, "Complete", "True") ? Judgement.Ready($"Job Completed. succeeded: {succeeded}/{completions}")
            : ObjectConditions.Has(item, "Failed", "True") ? Judgement.Failed($"Job Failed. failed: {Count(item, "failed")}/{completions}", isFinal: true)
            : ObjectConditions.Has(item, "Suspended", "True") ? Judgement.Ready($"Job Suspended. succeeded: {succeeded}/{completions}")
            : item.Text("status", "startTime").Length == 0 ? Judgement.InProgress("Job not started")
            : Judgement.Ready($"Job in progress. success:{succeeded}, active: {Count(item, "active")}, failed: {Count(item, "failed")}");
    }

    /// <summary>Successful pods that a job wants.</summary>
    public static long Completions(KubernetesObject job) =>
        job.Fields.Fields("spec").Integer("completions") ?? job.Fields.Fields("spec").Integer("parallelism") ?? 1;

    private static long Wanted(KubernetesObject item) => item.Fields.Fields("spec").Integer("replicas") ?? 1;

    private static long Count(KubernetesObject item, string field) => item.Fields.Fields("status").Integer(field) ?? 0;
}
