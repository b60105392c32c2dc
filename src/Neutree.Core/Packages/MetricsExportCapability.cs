namespace Neutree.Core.Packages;

/// <summary>Where an engine shows its metrics.</summary>
/// <param name="Enabled">Whether it does.</param>
/// <param name="Port">0 means 8000.</param>
/// <param name="Path">Empty means <c>/metrics</c>.</param>
public sealed record MetricsExportCapability(bool Enabled, int Port, string Path);
