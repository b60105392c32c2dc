namespace Neutree.Core.Helm.Charts;

/// <summary>What a chart says of itself.</summary>
public sealed record ChartInfo
{
    /// <summary>The path or reference it was loaded from.</summary>
    public required string Chart { get; init; }

    public required string Name { get; init; }

    public required string Version { get; init; }

    public required string AppVersion { get; init; }

    public required string Description { get; init; }

    /// <summary><c>application</c> or <c>library</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Range of Kubernetes versions the chart wants, or empty.</summary>
    public required string KubeVersion { get; init; }

    public required bool Deprecated { get; init; }

    /// <summary>All of Chart.yaml.</summary>
    public required ChartMetadata Metadata { get; init; }

    public required IReadOnlyList<ChartDependencyInfo> Dependencies { get; init; }

    /// <summary>Chart.yaml, its fields in the order of their names.</summary>
    public required string Definition { get; init; }

    /// <summary>values.yaml as it stands, comments and all; null where there is none.</summary>
    public required string? Values { get; init; }

    /// <summary>values.schema.json, or null.</summary>
    public required string? Schema { get; init; }

    /// <summary>The README, or null.</summary>
    public required string? Readme { get; init; }

    /// <summary>Custom resource definitions, a text for each file, those of charts inside included.</summary>
    public required IReadOnlyList<string> Crds { get; init; }
}
