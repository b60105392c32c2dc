using Neutree.Core.Go;

namespace Neutree.Core.Packages.Finding;

/// <summary>What must be known of operators beyond the shape of their objects.</summary>
internal static class OperatorImages
{
    /// <summary>Fields that name what is written, or watched, and not what is run: group, kind (empty: all), field.</summary>
    private static readonly (string Group, string Kind, string Field)[] Outputs =
    [
        ("kafka.strimzi.io", "KafkaConnect", "spec.build.output.image"),
        ("shipwright.io", "Build", "spec.output.image"),
        ("build.openshift.io", "BuildConfig", "spec.output"),
        ("kpack.io", "Image", "spec"),
        ("image.toolkit.fluxcd.io", "", "spec"),
    ];

    /// <summary>Keys of ConfigMaps by which an operator is told an image: name of the ConfigMap, key.</summary>
    private static readonly (string Name, string Key)[] Settings =
    [
        // Knative Serving's queue proxy.
        ("config-deployment", "queue-sidecar-image"),
        ("config-deployment", "queueSidecarImage"),
    ];

    /// <summary>Whether a group is none of Kubernetes itself. The groups ending in <c>x-k8s.io</c> are custom too.</summary>
    public static bool IsCustom(string group) =>
        group.Contains('.', StringComparison.Ordinal)
        && (!group.EndsWith(".k8s.io", StringComparison.Ordinal) || group.EndsWith(".x-k8s.io", StringComparison.Ordinal));

    public static bool IsOutput(string group, string kind, string field) => Outputs.Any(output =>
        output.Group == group
        && (output.Kind.Length == 0 || output.Kind == kind)
        && (field == output.Field || field.StartsWith(output.Field + ".", StringComparison.Ordinal)));

    /// <summary>Images in single fields of well-known objects that hold texts otherwise.</summary>
    public static IEnumerable<(string Path, string Text)> FieldsOf(string group, string kind, string name, GoMap document) =>
        group.Length == 0 && kind == "ConfigMap" && document["data"] is GoMap data
            ? Settings
                .Where(setting => setting.Name == name && data[setting.Key] is GoString { IsEmpty: false })
                .Select(setting => ($"data.{setting.Key}", data[setting.Key]!.ToString()!))
            : [];
}
