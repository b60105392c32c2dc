using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;

namespace Neutree.Core.Helm.Manifests;

/// <summary>What a chart renders to for one release.</summary>
public sealed record RenderedChart
{
    public required ChartMetadata Chart { get; init; }

    public required string ReleaseName { get; init; }

    public required string Namespace { get; init; }

    /// <summary>Custom resource definitions of the folders <c>crds/</c>, where they were asked for; their names begin with the chart's.</summary>
    public IReadOnlyList<ChartFile> Crds { get; init; } = [];

    /// <summary>Resources in the order of installation.</summary>
    public required IReadOnlyList<ChartResource> Resources { get; init; }

    /// <summary>Hooks in the order of their kinds; none where they were left out.</summary>
    public required IReadOnlyList<ChartResource> Hooks { get; init; }

    /// <summary>The text of NOTES.txt, or empty.</summary>
    public string Notes { get; init; } = "";

    /// <summary>The values the templates saw: the chart's own with the user's over them.</summary>
    public required GoMap Values { get; init; }
}
