namespace Neutree.Core.Packages.Vendoring;

/// <summary>
/// One of the folders whose content isn't kept in this repository, and that the chart and the compose files are of no use without
/// (spec 5.2).
/// </summary>
/// <param name="ChartPath">Where the chart has it, with <c>/</c>: <c>grafana-dashboards</c>.</param>
/// <param name="ComposePath">Where the compose files have it; null where they get it from an image.</param>
/// <param name="RepositoryPath">Where a checkout of Neutree has it.</param>
/// <param name="Extension">The ending of the files without which it counts as empty.</param>
public sealed record VendoredFolder(string ChartPath, string? ComposePath, string RepositoryPath, string Extension)
{
    private const string Plugins = "gateway/kong/plugins/";

    /// <summary>All of them, each of Kong's four plugins (spec 4.6) for itself.</summary>
    public static IReadOnlyList<VendoredFolder> All { get; } =
    [
        Plugin("neutree-ai-access"),
        Plugin("neutree-ai-gateway"),
        Plugin("neutree-ai-quota"),
        Plugin("neutree-ai-statistics"),
        new("grafana-dashboards", "obs-stack/grafana/dashboards", "observability/grafana/dashboards", ".json"),
        new("init-scripts", null, "db/init-scripts", ".sql"),
        new("vmagent", "neutree-core/vmagent", "observability/vmagent", ".yml"),
    ];

    /// <summary>Where a layout has it, or null where that layout doesn't have it.</summary>
    public string? PathIn(VendoredLayout layout) => layout switch
    {
        VendoredLayout.Chart => ChartPath,
        VendoredLayout.Compose => ComposePath,
        _ => RepositoryPath,
    };

    private static VendoredFolder Plugin(string name) => new(Plugins + name, "neutree-core/" + Plugins + name, Plugins + name, ".lua");
}
