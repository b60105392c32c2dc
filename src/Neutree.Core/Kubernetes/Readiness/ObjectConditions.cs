namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>Reads <c>status.conditions</c>.</summary>
internal static class ObjectConditions
{
    /// <summary>The condition of a type; without fields where there is none.</summary>
    public static ObjectFields Find(KubernetesObject item, string type) =>
        item.Fields.Fields("status").Items("conditions").FirstOrDefault(condition => condition.Text("type") == type);

    public static bool Has(KubernetesObject item, string type, string status) => Find(item, type).Text("status") == status;
}
