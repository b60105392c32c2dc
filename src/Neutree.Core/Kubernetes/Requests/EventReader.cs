using System.Globalization;

namespace Neutree.Core.Kubernetes.Requests;

/// <summary>Asks for and reads the events of core/v1.</summary>
internal static class EventReader
{
    /// <summary>Events about one object. Those of objects without a namespace are kept in <c>default</c>.</summary>
    public static ObjectQuery Query(ObjectReference about, string? uid)
    {
        string selector = $"involvedObject.kind={about.Kind},involvedObject.name={about.Name}";
        return new ObjectQuery("v1", "Event")
        {
            Namespace = about.Namespace ?? "default",
            FieldSelector = uid is null ? selector : $"{selector},involvedObject.uid={uid}",
        };
    }

    public static KubernetesEvent Read(KubernetesObject item) => new()
    {
        About = new ObjectReference(
            item.Text("involvedObject", "apiVersion"),
            item.Text("involvedObject", "kind"),
            item.Text("involvedObject", "name"),
            item.Text("involvedObject", "namespace") is { Length: > 0 } ns ? ns : null),
        IsWarning = item.Text("type") == "Warning",
        Reason = item.Text("reason"),
        Message = item.Text("message"),
        Count = (int)Math.Clamp(item.Find("series", "count") as long? ?? item.Find("count") as long? ?? 1, 1, int.MaxValue),
        LastSeen = Time(item.Text("series", "lastObservedTime")) ?? Time(item.Text("lastTimestamp")) ?? Time(item.Text("eventTime")) ?? Time(item.Text("metadata", "creationTimestamp")),
    };

    private static DateTimeOffset? Time(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null;
}
