using System.Globalization;
using Neutree.Core.Go;

namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>What helm 3 wants of workloads.</summary>
internal static class LegacyWorkloads
{
    private const string Revision = "deployment.kubernetes.io/revision";

    /// <summary>The pods of the newest replica set are ready, but for those that a rolling update may lack.</summary>
    public static Judgement Deployment(KubernetesObject item, IOwnedObjects related)
    {
        if (item.Find("spec", "paused") is true)
        {
            return Judgement.Ready("it is paused");
        }

        KubernetesObject? newest = related.OwnedBy(item.Uid, "ReplicaSet").FirstOrDefault(set => set.Annotation(Revision) is { } revision && revision == item.Annotation(Revision));
        if (newest is null || !IsObserved(item) || !IsObserved(newest))
        {
            return Judgement.InProgress("its newest state isn't rolled out yet");
        }

        long wanted = Wanted(item);
        long needed = wanted - MaxUnavailable(item, wanted);
        long ready = Count(newest, "readyReplicas");
        return ready >= needed ? Judgement.Ready($"{ready} of {wanted} pods are ready") : Judgement.InProgress($"{ready} out of {needed} expected pods are ready");
    }

    public static Judgement DaemonSet(KubernetesObject item)
    {
        ObjectFields rolling = item.Fields.Fields("spec").Fields("updateStrategy").Fields("rollingUpdate");
        long wanted = Count(item, "desiredNumberScheduled");
        long updated = Count(item, "updatedNumberScheduled");
        long needed = wanted - Scaled(rolling.Value("maxUnavailable") ?? 1L, wanted, roundsUp: true);
        long ready = Count(item, "numberReady");
        return BeforeCounting(item) ?? (updated != wanted ? Judgement.InProgress($"{updated} out of {wanted} expected pods have been scheduled")
            : ready < needed ? Judgement.InProgress($"{ready} out of {needed} expected pods are ready")
            : Judgement.Ready($"{ready} of {wanted} pods are ready"));
    }

    public static Judgement StatefulSet(KubernetesObject item)
    {
        long partition = item.Fields.Fields("spec").Fields("updateStrategy").Fields("rollingUpdate").Integer("partition") ?? 0;
        long wanted = Wanted(item);
        long updated = Count(item, "updatedReplicas");
        long ready = Count(item, "readyReplicas");
        return BeforeCounting(item) ?? (updated < wanted - partition ? Judgement.InProgress($"{updated} out of {wanted - partition} expected pods have been scheduled")
            : ready != wanted ? Judgement.InProgress($"{ready} out of {wanted} expected pods are ready")
            : partition == 0 && item.Text("status", "currentRevision") != item.Text("status", "updateRevision") ? Judgement.InProgress("the update isn't complete")
            : Judgement.Ready($"{ready} of {wanted} pods are ready"));
    }

    /// <summary>Of replica sets and replication controllers: every pod there is, is ready.</summary>
    public static Judgement PodsOf(KubernetesObject item, IOwnedObjects related)
    {
        if (!IsObserved(item))
        {
            return Judgement.InProgress("its newest state isn't rolled out yet");
        }

        int notReady = related.OwnedBy(item.Uid, "Pod").Count(pod => !LegacyJudge.IsPodReady(pod));
        return notReady == 0 ? Judgement.Ready("its pods are ready") : Judgement.InProgress($"{notReady} of its pods aren't ready");
    }

    public static Judgement Job(KubernetesObject item)
    {
        long failed = Count(item, "failed");
        long succeeded = Count(item, "succeeded");
        return failed > (item.Fields.Fields("spec").Integer("backoffLimit") ?? 6) ? Judgement.Failed($"{failed} of its pods failed, more than its backoffLimit allows", isFinal: true)
            : item.Fields.Fields("spec").Integer("completions") is { } completions && succeeded < completions ? Judgement.InProgress($"{succeeded} of {completions} pods have succeeded")
            : Judgement.Ready($"{succeeded} pods have succeeded");
    }

    /// <summary>What can be said without looking at numbers; null where they count.</summary>
    private static Judgement? BeforeCounting(KubernetesObject item) =>
        !IsObserved(item) ? Judgement.InProgress("its newest state isn't rolled out yet")
        : item.Fields.Fields("spec").Fields("updateStrategy").Text("type") is "RollingUpdate" or "" ? null
        : Judgement.Ready("its pods aren't updated by themselves");

    private static bool IsObserved(KubernetesObject item) =>
        item.Fields.Fields("metadata").Integer("generation") is not { } generation || item.Fields.Fields("status").Integer("observedGeneration") == generation;

    private static long MaxUnavailable(KubernetesObject deployment, long replicas)
    {
        ObjectFields strategy = deployment.Fields.Fields("spec").Fields("strategy");
        if (strategy.Text("type") is not ("RollingUpdate" or "") || replicas == 0)
        {
            return 0;
        }

        ObjectFields rolling = strategy.Fields("rollingUpdate");
        long surge = Scaled(rolling.Value("maxSurge") ?? (GoString)"25%", replicas, roundsUp: true);
        long unavailable = Scaled(rolling.Value("maxUnavailable") ?? (GoString)"25%", replicas, roundsUp: false);

        // With neither an update couldn't begin; Kubernetes takes one.
        return Math.Min(surge == 0 && unavailable == 0 ? 1 : unavailable, replicas);
    }

    /// <summary>A number, or a share such as <c>25%</c> of a total.</summary>
    private static long Scaled(object value, long total, bool roundsUp)
    {
        if (value is GoString text && int.TryParse(text.ToString().TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out int percent))
        {
            double share = percent * total / 100.0;
            return (long)(roundsUp ? Math.Ceiling(share) : Math.Floor(share));
        }

        return value switch { long number => number, nint number => number, _ => 0 };
    }

    private static long Wanted(KubernetesObject item) => item.Fields.Fields("spec").Integer("replicas") ?? 1;

    private static long Count(KubernetesObject item, string field) => item.Fields.Fields("status").Integer(field) ?? 0;
}
