namespace Neutree.Core.Helm.Charts;

/// <summary>What Chart.yaml says; absent texts are empty (Helm 4.1 <c>chart.Metadata</c>).</summary>
public sealed record ChartMetadata
{
    public string Name { get; init; } = "";

    public string Home { get; init; } = "";

    public IReadOnlyList<string> Sources { get; init; } = [];

    public string Version { get; init; } = "";

    public string Description { get; init; } = "";

    public IReadOnlyList<string> Keywords { get; init; } = [];

    public IReadOnlyList<ChartMaintainer> Maintainers { get; init; } = [];

    public string Icon { get; init; } = "";

    /// <summary><c>v1</c> or <c>v2</c>.</summary>
    public string ApiVersion { get; init; } = "";

    public string Condition { get; init; } = "";

    public string Tags { get; init; } = "";

    public string AppVersion { get; init; } = "";

    public bool Deprecated { get; init; }

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    /// <summary>Range of Kubernetes versions the chart wants.</summary>
    public string KubeVersion { get; init; } = "";

    public IReadOnlyList<ChartDependency> Dependencies { get; init; } = [];

    /// <summary><c>application</c>, <c>library</c> or empty.</summary>
    public string Type { get; init; } = "";

    public bool IsLibrary => string.Equals(Type, "library", StringComparison.OrdinalIgnoreCase);
}
