namespace Neutree.Core.Helm.Charts;

/// <summary>A file of a chart's <c>crds/</c> folder (Helm 4.1 <c>chart.CRD</c>).</summary>
/// <param name="Filename">Where it lies seen from above the root chart: <c>parent/charts/child/crds/a.yaml</c>.</param>
/// <param name="File">The file, named within its own chart.</param>
public sealed record ChartCrd(string Filename, ChartFile File);
