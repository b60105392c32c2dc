using Neutree.Core.Go;

namespace Neutree.Core.Kubernetes.Requests;

/// <summary>A <c>SelfSubjectAccessReview</c>, as it is sent and as it comes back.</summary>
internal static class AccessReview
{
    public static GoMap Of(AccessQuestion question)
    {
        GoMap attributes = new() { ["verb"] = (GoString)question.Verb, ["group"] = (GoString)question.Group, ["resource"] = (GoString)question.Resource };
        Set(attributes, "namespace", question.Namespace);
        Set(attributes, "name", question.Name);
        Set(attributes, "subresource", question.Subresource);
        return new GoMap
        {
            ["apiVersion"] = (GoString)"authorization.k8s.io/v1",
            ["kind"] = (GoString)"SelfSubjectAccessReview",
            ["spec"] = new GoMap { ["resourceAttributes"] = attributes },
        };
    }

    public static AccessAnswer Read(KubernetesObject review) => new(review.Find("status", "allowed") is true, review.Text("status", "reason"));

    private static void Set(GoMap map, string name, string? value)
    {
        if (value is not null)
        {
            map[name] = (GoString)value;
        }
    }
}
