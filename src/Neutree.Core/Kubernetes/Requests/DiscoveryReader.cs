namespace Neutree.Core.Kubernetes.Requests;

/// <summary>Reads the answers of discovery: <c>APIVersions</c>, <c>APIGroupList</c>, <c>APIResourceList</c> and <c>APIGroupDiscoveryList</c>.</summary>
internal static class DiscoveryReader
{
    /// <summary>The versions of <c>/api</c> or <c>/apis</c>: <c>v1</c>, <c>apps/v1</c>.</summary>
    public static IEnumerable<string> Versions(KubernetesObject answer) => answer.Kind == "APIVersions"
        ? answer.Fields.Texts("versions")
        : answer.Fields.Items("groups").SelectMany(group => group.Items("versions")).Select(version => version.Text("groupVersion"));

    /// <summary>The resources of one version, without subresources.</summary>
    public static IReadOnlyList<ApiResource> List(KubernetesObject answer, string apiVersion)
    {
        int slash = apiVersion.IndexOf('/', StringComparison.Ordinal);
        return
        [
            .. answer.Fields.Items("resources")
                .Where(resource => !resource.Text("name").Contains('/', StringComparison.Ordinal))
                .Select(resource => new ApiResource
                {
                    Group = slash < 0 ? "" : apiVersion[..slash],
                    Version = apiVersion[(slash + 1)..],
                    Kind = resource.Text("kind"),
                    Plural = resource.Text("name"),
                    IsNamespaced = resource.Flag("namespaced"),
                    Verbs = [.. resource.Texts("verbs")],
                }),
        ];
    }

    /// <param name="answer">An <c>APIGroupDiscoveryList</c>.</param>
    /// <param name="onStale">Told of a version whose kinds the server doesn't know at the moment.</param>
    public static IReadOnlyList<ApiResource> Aggregated(KubernetesObject answer, Action<string> onStale)
    {
        List<ApiResource> all = [];
        foreach (ObjectFields item in answer.Fields.Items("items"))
        {
            string group = item.Fields("metadata").Text("name");
            foreach (ObjectFields version in item.Items("versions"))
            {
                string name = version.Text("version");
                if (version.Text("freshness") == "Stale")
                {
                    onStale(group.Length == 0 ? name : $"{group}/{name}");
                }

                all.AddRange(version.Items("resources").Select(resource => new ApiResource
                {
                    Group = group,
                    Version = name,
                    Kind = resource.Fields("responseKind").Text("kind"),
                    Plural = resource.Text("resource"),
                    IsNamespaced = resource.Text("scope") == "Namespaced",
                    Verbs = [.. resource.Texts("verbs")],
                }));
            }
        }

        return all;
    }
}
