namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>Which watches a wait takes: one for each kind and namespace, and those of what controllers make.</summary>
internal static class FeedPlan
{
    private static readonly string[] Controllers = ["Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "ReplicationController"];

    public static IReadOnlyList<FeedSource> For(IReadOnlyList<WatchedObject> objects, ReadinessOptions options)
    {
        List<FeedSource> sources = [];
        foreach (var group in objects.Where(item => item.CanBeWatched).Select(item => item.Reference).GroupBy(item => (item.ApiVersion, item.Kind, item.Namespace)))
        {
            string? only = group.Count() == 1 ? $"metadata.name={group.Single().Name}" : null;
            sources.Add(new FeedSource(new ObjectQuery(group.Key.ApiVersion, group.Key.Kind) { Namespace = group.Key.Namespace, FieldSelector = only }, FeedRole.Objects, IsNeeded: true));
        }

        bool isLegacy = options.Rules == ReadinessRules.Legacy;
        foreach (IGrouping<string, ObjectReference> place in objects.Where(item => item.Reference.Namespace is not null).Select(item => item.Reference).GroupBy(item => item.Namespace!))
        {
            if (place.Any(item => item.Kind == "Deployment"))
            {
                sources.Add(new FeedSource(new ObjectQuery("apps/v1", "ReplicaSet") { Namespace = place.Key }, FeedRole.Owned, IsNeeded: isLegacy));
            }

            if (place.Any(item => item.Kind == "Pod" || Controllers.Contains(item.Kind)))
            {
                bool isNeeded = isLegacy && place.Any(item => item.Kind is "ReplicaSet" or "ReplicationController");
                sources.Add(new FeedSource(new ObjectQuery("v1", "Pod") { Namespace = place.Key }, FeedRole.Owned, isNeeded));
                if (options.Notes is not null)
                {
                    sources.Add(new FeedSource(new ObjectQuery("v1", "Event") { Namespace = place.Key, FieldSelector = "type=Warning" }, FeedRole.Warnings, IsNeeded: false));
                }
            }
        }

        return sources;
    }
}
