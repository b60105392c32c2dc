using Neutree.Core.Go;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Objects;

/// <summary>
/// Objects of releases that helm applied on the client belong to the manager <c>helm</c> by the operation <c>Update</c>. To a server-side
/// apply that is somebody else: what the chart no longer says would stay. So these entries become part of our own first (as
/// Kubernetes' <c>csaupgrade</c> does).
/// </summary>
internal static class FieldManagerMigration
{
    public const string Manager = "helm";

    /// <summary>The operations of a JSON patch that moves the entries; null where there is nothing to move.</summary>
    public static GoSlice? Patch(KubernetesObject live)
    {
        if (live.Find("metadata", "managedFields") is not GoSlice entries)
        {
            return null;
        }

        GoMap[] all = [.. entries.OfType<GoMap>()];
        GoMap[] updates = [.. all.Where(static entry => IsOurs(entry, "Update"))];
        if (updates.Length == 0)
        {
            return null;
        }

        GoMap target = (all.FirstOrDefault(static entry => IsOurs(entry, "Apply")) ?? updates.MaxBy(static entry => Text(entry, "time"), StringComparer.Ordinal)!).ShallowCopy();
        target["operation"] = (GoString)"Apply";
        foreach (GoMap update in updates.Where(update => Text(update, "apiVersion") == Text(target, "apiVersion")))
        {
            target["fieldsV1"] = Union(target["fieldsV1"] as GoMap, update["fieldsV1"] as GoMap);
        }

        object?[] moved = [.. all.Where(static entry => !IsOurs(entry, "Update") && !IsOurs(entry, "Apply")), target];
        return new GoSlice(
        [
            Operation("/metadata/managedFields", new GoSlice(moved)),
            Operation("/metadata/resourceVersion", (GoString)live.ResourceVersion),
        ]);
    }

    private static bool IsOurs(GoMap entry, string operation) =>
        Text(entry, "manager") == Manager && Text(entry, "operation") == operation && Text(entry, "subresource").Length == 0;

    private static string Text(GoMap entry, string field) => (entry[field] as GoString)?.ToString() ?? "";

    /// <summary>Sets of fields are nested maps, so that their union is that of the maps.</summary>
    private static GoMap Union(GoMap? first, GoMap? second)
    {
        GoMap union = first?.ShallowCopy() ?? new GoMap();
        foreach ((GoString key, object? value) in second ?? new GoMap())
        {
            union[key] = value is GoMap inner && union[key] is GoMap outer ? Union(outer, inner) : union[key] ?? value;
        }

        return union;
    }

    private static GoMap Operation(string path, object value)
    {
        GoMap operation = new();
        operation["op"] = (GoString)"replace";
        operation["path"] = (GoString)path;
        operation["value"] = value;
        return operation;
    }
}
