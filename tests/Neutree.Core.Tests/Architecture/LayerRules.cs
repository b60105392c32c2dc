namespace Neutree.Core.Tests.Architecture;

/// <summary>
/// The arrows of the core: a namespace may use those of lower layers, never one of a higher or its own layer. The root namespace
/// (error base types) serves all; the namespaces at the top of an area know nothing of those below them.
/// </summary>
internal sealed class LayerRules(string root)
{
    private static readonly string[][] LayersFromTheTop =
    [
        ["ControlPlane"],
        ["Packages"],
        ["Helm", "Compose", "Oci", "Kubernetes", "Docker", "Api"],
        ["Templating", "Yaml", "Toml", "Compression", "Tar", "Http"],
        ["Go", "Versions"],
    ];

    /// <summary>Sideways arrows that are wanted: from, to.</summary>
    private static readonly (string From, string To)[] Exceptions =
    [
        // Releases are records in the cluster, and installing one applies its objects there.
        ("Helm.Releases", "Kubernetes"),
    ];

    /// <summary>Why the use is not allowed, or null where it is.</summary>
    public string? Violation(NamespaceUse use)
    {
        string from = Below(use.FromNamespace);
        string to = Below(use.ToNamespace);
        if (to.Length == 0)
        {
            return null;
        }

        if (from.Length == 0)
        {
            return $"{use}: the root namespace uses nothing below it";
        }

        string fromArea = Area(from);
        string toArea = Area(to);
        if (fromArea == toArea)
        {
            return from == fromArea && to != from && fromArea == "Oci" ? $"{use}: {from} holds pure values and uses nothing below it" : null;
        }

        int fromLayer = Layer(fromArea);
        int toLayer = Layer(toArea);
        if (fromLayer < 0 || toLayer < 0)
        {
            return $"{use}: {(fromLayer < 0 ? fromArea : toArea)} belongs to no layer";
        }

        bool excepted = Exceptions.Any(pair => IsAtOrBelow(from, pair.From) && IsAtOrBelow(to, pair.To));
        return fromLayer < toLayer || excepted ? null
            : fromLayer == toLayer ? $"{use}: sideways, from {from} to {to}"
            : $"{use}: back, from {from} to {to}";
    }

    private static bool IsAtOrBelow(string name, string above) => name == above || name.StartsWith(above + ".", StringComparison.Ordinal);

    private static string Area(string name) => name.Split('.')[0];

    private static int Layer(string area) => Array.FindIndex(LayersFromTheTop, layer => layer.Contains(area));

    private string Below(string name) => name == root ? "" : name[(root.Length + 1)..];
}
