namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>What helm waits for with hooks: jobs are complete, pods have succeeded; anything else is there.</summary>
internal sealed class CompletionJudge : IReadinessJudge
{
    public Judgement Judge(KubernetesObject item, IOwnedObjects related, DateTimeOffset now) => (item.Reference.Group, item.Kind) switch
    {
        ("batch", "Job") => Job(item),
        ("", "Pod") => item.Text("status", "phase") switch
        {
            "Succeeded" => Judgement.Ready("Pod has completed successfully"),
            "Failed" => Judgement.Failed("Pod has completed, but not successfully", isFinal: true),
            { Length: > 0 } phase => Judgement.InProgress($"Pod is in the {phase} phase"),
            _ => Judgement.InProgress("Pod phase not available"),
        },
        _ => Judgement.Ready("Resource is there"),
    };

    /// <summary>A job is ready when it is complete.</summary>
    public static Judgement Job(KubernetesObject item)
    {
        long completions = KstatusWorkloads.Completions(item);
        ObjectFields status = item.Fields.Fields("status");
        ObjectFields failed = ObjectConditions.Find(item, "Failed");
        return ObjectConditions.Has(item, "Complete", "True") ? Judgement.Ready($"Job Completed. succeeded: {status.Integer("succeeded") ?? 0}/{completions}")
            : failed.Text("status") == "True" ? Judgement.Failed($"Job Failed. {failed.Text("reason")}: {failed.Text("message")}", isFinal: true)
            : Judgement.InProgress($"Job in progress. success:{status.Integer("succeeded") ?? 0}, active: {status.Integer("active") ?? 0}, failed: {status.Integer("failed") ?? 0}");
    }
}
