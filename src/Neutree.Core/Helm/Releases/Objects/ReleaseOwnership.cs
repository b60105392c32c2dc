using Neutree.Core.Go;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Objects;

/// <summary>The label and the annotations by which an object says that it belongs to a release (Helm 4.1 <c>action/validate.go</c>).</summary>
internal static class ReleaseOwnership
{
    private const string ManagedBy = "app.kubernetes.io/managed-by";
    private const string ManagedByHelm = "Helm";
    private const string NameAnnotation = "meta.helm.sh/release-name";
    private const string NamespaceAnnotation = "meta.helm.sh/release-namespace";

    /// <summary>A copy of an object that says it belongs to a release.</summary>
    public static KubernetesObject Mark(KubernetesObject content, string release, string ns)
    {
        GoMap copy = content.Content.ShallowCopy();
        GoMap metadata = copy["metadata"] is GoMap given ? given.ShallowCopy() : new GoMap();
        copy["metadata"] = metadata;
        Extend(metadata, "labels", (ManagedBy, ManagedByHelm));
        Extend(metadata, "annotations", (NameAnnotation, release), (NamespaceAnnotation, ns));
        return new KubernetesObject(copy);
    }

    public static bool IsOwned(KubernetesObject live, string release, string ns) => Fault(live, release, ns) is null;

    /// <summary>Why an object doesn't belong to a release; null where it does.</summary>
    public static string? Fault(KubernetesObject live, string release, string ns)
    {
        string[] faults =
        [
            .. Fault("label", ManagedBy, live.Label(ManagedBy), ManagedByHelm),
            .. Fault("annotation", NameAnnotation, live.Annotation(NameAnnotation), release),
            .. Fault("annotation", NamespaceAnnotation, live.Annotation(NamespaceAnnotation), ns),
        ];
        return faults.Length == 0 ? null : string.Join("; ", faults);
    }

    private static IEnumerable<string> Fault(string what, string key, string? value, string wanted) =>
        value == wanted ? []
        : value is null ? [$"{what} {key} is missing (wanted \"{wanted}\")"]
        : [$"{what} {key} is \"{value}\" (wanted \"{wanted}\")"];

    private static void Extend(GoMap metadata, string field, params ReadOnlySpan<(string Key, string Value)> entries)
    {
        GoMap extended = metadata[field] is GoMap given ? given.ShallowCopy() : new GoMap();
        foreach ((string key, string value) in entries)
        {
            extended[key] = (GoString)value;
        }

        metadata[field] = extended;
    }
}
