using Neutree.Core.Go;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Objects;

/// <summary>An object that a manifest describes, and where it belongs in the cluster.</summary>
/// <param name="content">What the manifest says, with the namespace filled in.</param>
/// <param name="resource">The kind's place in the API.</param>
internal sealed class ManifestObject(KubernetesObject content, ApiResource resource)
{
    /// <summary>Objects of later runs of a chart are the same by this, whatever version of the API they are written in.</summary>
    public ObjectKey Key { get; } = new(resource.Group, content.Kind, resource.IsNamespaced ? content.Namespace ?? "" : "", content.Name);

    public KubernetesObject Content => content;

    public ApiResource Resource => resource;

    public ObjectReference Reference => new(content.ApiVersion, content.Kind, content.Name, resource.IsNamespaced ? content.Namespace : null);

    /// <summary>The server gives it its name, so there is nothing it could be compared with.</summary>
    public bool IsNamedByServer => content.Name.Length == 0 && content.Text("metadata", "generateName").Length > 0;

    /// <summary>The object in the cluster, as far as it was looked at.</summary>
    public KubernetesObject? Live { get; set; }

    /// <summary>Whether it outlives the release (annotation <c>helm.sh/resource-policy: keep</c>).</summary>
    public bool IsKept => SaysKeep(content);

    public static bool SaysKeep(KubernetesObject content) =>
        string.Equals(content.Annotation("helm.sh/resource-policy")?.Trim(), "keep", StringComparison.OrdinalIgnoreCase);

    /// <summary>The same object with a label and annotations that say which release it belongs to.</summary>
    public ManifestObject OwnedBy(string release, string ns) => new(ReleaseOwnership.Mark(content, release, ns), resource);

    public override string ToString() => Reference.ToString();

    /// <summary>A copy of the content with the namespace set.</summary>
    internal static KubernetesObject InNamespace(KubernetesObject content, string ns)
    {
        GoMap copy = content.Content.ShallowCopy();
        GoMap metadata = copy["metadata"] is GoMap given ? given.ShallowCopy() : new GoMap();
        metadata["namespace"] = (GoString)ns;
        copy["metadata"] = metadata;
        return new KubernetesObject(copy);
    }
}
