namespace Neutree.Core.Packages.Vendoring;

/// <summary>How a tree is laid out that has vendored folders.</summary>
public enum VendoredLayout
{
    /// <summary>The chart: <c>gateway</c>, <c>grafana-dashboards</c>, <c>init-scripts</c>, <c>vmagent</c>.</summary>
    Chart,

    /// <summary>The compose files: below <c>neutree-core</c> and <c>obs-stack</c>.</summary>
    Compose,

    /// <summary>A checkout of Neutree: <c>gateway</c>, <c>observability</c>, <c>db</c>.</summary>
    Repository,
}
