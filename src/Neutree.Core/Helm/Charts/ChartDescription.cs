namespace Neutree.Core.Helm.Charts;

/// <summary>What there is to know about a chart without rendering it.</summary>
public sealed record ChartDescription
{
    /// <summary>The path or reference it was loaded from.</summary>
    public required string Chart { get; init; }

    public required ChartMetadata Metadata { get; init; }

    public string Name => Metadata.Name;

    public string Version => Metadata.Version;

    /// <summary>Chart.yaml as <c>helm show chart</c> prints it: the known fields in the order of their names.</summary>
    public required string Definition { get; init; }

    /// <summary>values.yaml as it stands in the chart, comments included; null where there is none.</summary>
    public string? Values { get; init; }

    /// <summary>The text of README.md, or null.</summary>
    public string? Readme { get; init; }

    /// <summary>Custom resource definitions of the chart and of those inside it.</summary>
    public IReadOnlyList<ChartCrd> Crds { get; init; } = [];

    /// <summary>What Chart.yaml asks for, and whether it is there.</summary>
    public IReadOnlyList<ChartDependencyState> Dependencies { get; init; } = [];

    /// <summary>Names of the charts in <c>charts/</c> that Chart.yaml doesn't name; they are rendered all the same.</summary>
    public IReadOnlyList<string> UndeclaredCharts { get; init; } = [];

    /// <summary>Whether the chart has a values.schema.json.</summary>
    public bool HasSchema { get; init; }

    /// <summary>Whether the lock file stands for the dependencies of Chart.yaml; null where there is no lock file.</summary>
    public bool? IsLockInSync { get; init; }
}
