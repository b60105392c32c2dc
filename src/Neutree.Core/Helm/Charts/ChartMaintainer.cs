namespace Neutree.Core.Helm.Charts;

/// <summary>An entry of <c>maintainers</c> in Chart.yaml.</summary>
public sealed record ChartMaintainer(string Name, string Email, string Url);
