namespace Neutree.Core.Helm.Charts;

/// <summary>A dependency and how the chart holds it.</summary>
/// <param name="Dependency">What Chart.yaml asks for.</param>
/// <param name="Status">How the chart holds it.</param>
/// <param name="Version">The version of the chart that is there, or null.</param>
public sealed record ChartDependencyState(ChartDependency Dependency, ChartDependencyStatus Status, string? Version);
