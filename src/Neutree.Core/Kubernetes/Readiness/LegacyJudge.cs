namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>The rules of helm 3's waiter (<c>pkg/kube/ready.go</c>): enough of a workload serves; kinds without rules are ready once they are there.</summary>
/// <param name="waitForJobs">Whether a job has to be complete.</param>
internal sealed class LegacyJudge(bool waitForJobs) : IReadinessJudge
{
    public Judgement Judge(KubernetesObject item, IOwnedObjects related, DateTimeOffset now) => (item.Reference.Group, item.Kind) switch
    {
        ("apps" or "extensions", "Deployment") => LegacyWorkloads.Deployment(item, related),
        ("apps" or "extensions", "DaemonSet") => LegacyWorkloads.DaemonSet(item),
        ("apps", "StatefulSet") => LegacyWorkloads.StatefulSet(item),
        ("apps" or "extensions", "ReplicaSet") or ("", "ReplicationController") => LegacyWorkloads.PodsOf(item, related),
        ("batch", "Job") when waitForJobs => LegacyWorkloads.Job(item),
        ("", "Pod") => IsPodReady(item) ? Judgement.Ready("the pod is ready") : Judgement.InProgress("the pod isn't ready"),
        ("", "PersistentVolumeClaim") => item.Text("status", "phase") == "Bound" ? Judgement.Ready("it is bound") : Judgement.InProgress("it isn't bound"),
        ("", "Service") => Service(item),
        ("apiextensions.k8s.io", "CustomResourceDefinition") => ObjectConditions.Has(item, "Established", "True") ? Judgement.Ready("it is established")
            : ObjectConditions.Has(item, "NamesAccepted", "False") ? Judgement.Ready("its names are taken, which doesn't stop others")
            : Judgement.InProgress("it isn't established"),
        _ => Judgement.Ready("it is there"),
    };

    public static bool IsPodReady(KubernetesObject pod) => ObjectConditions.Has(pod, "Ready", "True");

    private static Judgement Service(KubernetesObject item)
    {
        ObjectFields spec = item.Fields.Fields("spec");
        string type = spec.Text("type");
        return type == "ExternalName" ? Judgement.Ready("it stands for an external name")
            : spec.Text("clusterIP").Length == 0 ? Judgement.InProgress("it has no cluster IP")
            : type == "LoadBalancer" && !spec.Texts("externalIPs").Any() && !item.Fields.Fields("status").Fields("loadBalancer").Items("ingress").Any()
                ? Judgement.InProgress("its load balancer has no address")
            : Judgement.Ready("it has an address");
    }
}
