using Neutree.Core.Go;

namespace Neutree.Core.Kubernetes.Requests;

/// <summary>The <c>DeleteOptions</c> of a request.</summary>
internal static class DeletionBody
{
    public static GoMap Of(DeletionOptions options)
    {
        GoMap body = new()
        {
            ["apiVersion"] = (GoString)"v1",
            ["kind"] = (GoString)"DeleteOptions",
            ["propagationPolicy"] = (GoString)options.Propagation.ToString(),
        };
        if (options.GracePeriod is { } grace)
        {
            body["gracePeriodSeconds"] = (long)grace.TotalSeconds;
        }

        if (options.DryRun)
        {
            body["dryRun"] = new GoSlice([(GoString)"All"]);
        }

        GoMap preconditions = new();
        if (options.Uid is { } uid)
        {
            preconditions["uid"] = (GoString)uid;
        }

        if (options.ResourceVersion is { } version)
        {
            preconditions["resourceVersion"] = (GoString)version;
        }

        if (preconditions.Count > 0)
        {
            body["preconditions"] = preconditions;
        }

        return body;
    }
}
