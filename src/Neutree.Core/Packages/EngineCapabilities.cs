namespace Neutree.Core.Packages;

/// <summary>What an engine version can do besides inference; a null part is undeclared.</summary>
public sealed record EngineCapabilities
{
    public MetricsExportCapability? MetricsExport { get; init; }

    public PlaygroundCapability? Playground { get; init; }
}
