namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>
/// The rules of kstatus (sigs.k8s.io/cli-utils <c>pkg/kstatus/status</c>), which helm 4 waits by: conditions that any kind may have, then the
/// built-in kind's own rules, then a <c>Ready</c> condition; an object with none of these is ready.
/// </summary>
/// <param name="waitForJobs">Whether a job has to be complete.</param>
internal sealed class KstatusJudge(bool waitForJobs) : IReadinessJudge
{
    public Judgement Judge(KubernetesObject item, IOwnedObjects related, DateTimeOffset now) =>
        General(item)
        ?? (item.Reference.Group, item.Kind) switch
        {
            ("apps" or "extensions", "Deployment") => KstatusWorkloads.Deployment(item),
            ("apps" or "extensions", "ReplicaSet") => KstatusWorkloads.ReplicaSet(item),
            ("apps" or "extensions", "DaemonSet") => KstatusWorkloads.DaemonSet(item),
            ("apps", "StatefulSet") => KstatusWorkloads.StatefulSet(item),
            ("batch", "Job") => waitForJobs ? CompletionJudge.Job(item) : KstatusWorkloads.Job(item),
            ("", "Pod") => PodReadiness.Judge(item, now),
            ("", "Service") => item.Text("spec", "type") == "LoadBalancer" && item.Text("spec", "clusterIP").Length == 0
                ? Judgement.InProgress("ClusterIP not set. Service type: LoadBalancer")
                : Judgement.Ready("Service is ready"),
            ("", "PersistentVolumeClaim") => item.Text("status", "phase") is var phase && phase == "Bound"
                ? Judgement.Ready("PVC is Bound")
                : Judgement.InProgress($"PVC is not Bound. phase: {(phase.Length > 0 ? phase : "unknown")}"),
            ("policy", "PodDisruptionBudget") => Judgement.Ready("AllowedDisruptions has been computed."),
            ("", "ConfigMap" or "Secret") or ("batch", "CronJob") => Judgement.Ready("Resource is always ready"),
            ("apiextensions.k8s.io", "CustomResourceDefinition") => Definition(item),
            _ => ByReadyCondition(item),
        };

    private static Judgement? General(KubernetesObject item)
    {
        if (item.Text("metadata", "deletionTimestamp").Length > 0)
        {
            return new Judgement(ReadinessState.Terminating, "Resource scheduled for deletion");
        }

        if (item.Fields.Fields("status").Integer("observedGeneration") is { } observed && item.Fields.Fields("metadata").Integer("generation") is { } generation && observed != generation)
        {
            return Judgement.InProgress($"{item.Kind} generation is {generation}, but latest observed generation is {observed}");
        }

        ObjectFields reconciling = ObjectConditions.Find(item, "Reconciling");
        ObjectFields stalled = ObjectConditions.Find(item, "Stalled");
        return reconciling.Text("status") == "True" ? Judgement.InProgress(reconciling.Text("message"))
            : stalled.Text("status") == "True" ? Judgement.Failed(stalled.Text("message"))
            : null;
    }

    private static Judgement ByReadyCondition(KubernetesObject item)
    {
        ObjectFields ready = ObjectConditions.Find(item, "Ready");
        return ready.Text("status") switch
        {
            "" => Judgement.Ready("Resource is current"),
            "True" => Judgement.Ready("Resource is Ready"),
            _ => Judgement.InProgress(ready.Text("message") is { Length: > 0 } message ? message : "Resource is not Ready"),
        };
    }

    private static Judgement Definition(KubernetesObject item)
    {
        ObjectFields names = ObjectConditions.Find(item, "NamesAccepted");
        ObjectFields established = ObjectConditions.Find(item, "Established");
        return names.Text("status") == "False" ? Judgement.Failed(names.Text("message"))
            : established.Text("status") == "False" && established.Text("reason") != "Installing" ? Judgement.Failed(established.Text("message"))
            : established.Text("status") == "True" ? Judgement.Ready("CRD is established")
            : Judgement.InProgress("Install in progress");
    }
}
