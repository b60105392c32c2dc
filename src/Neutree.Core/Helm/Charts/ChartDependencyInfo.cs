namespace Neutree.Core.Helm.Charts;

/// <summary>A dependency that Chart.yaml names, and whether it is there.</summary>
public sealed record ChartDependencyInfo
{
    public required string Name { get; init; }

    /// <summary>The version or range that is asked for.</summary>
    public required string Version { get; init; }

    public required string Repository { get; init; }

    public required string Alias { get; init; }

    public required string Condition { get; init; }

    public required IReadOnlyList<string> Tags { get; init; }

    /// <summary>The version in <c>charts/</c>, or empty.</summary>
    public required string PresentVersion { get; init; }

    public required ChartDependencyState State { get; init; }

    public override string ToString() => $"{Name} {Version} ({State})";
}
