using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Values;

namespace Neutree.Core.Helm.Templates;

/// <summary>
/// Renders a chart as <c>helm template</c> does: loads it, merges the values, decides which charts inside take part, checks the values
/// against the schemas, executes the templates, and sorts what they print.
/// </summary>
public sealed class ChartRenderer
{
    private readonly ChartRenderOptions _options;
    private readonly ILogger _logger;

    public ChartRenderer(ChartRenderOptions options, ILogger? logger = null)
    {
        _options = options;
        _logger = logger ?? NullLogger.Instance;
    }

    /// <summary>Brings charts that are given by reference; without it only files and folders can be rendered.</summary>
    public IChartFetcher? Fetcher { get; init; }

    /// <summary>Changes the manifests before they are sorted.</summary>
    public IManifestPostRenderer? PostRenderer { get; init; }

    /// <summary>The cluster that <c>lookup</c> asks; null finds nothing.</summary>
    public IClusterLookup? Cluster { get; init; }

    /// <exception cref="NeutreeException">
    /// The chart can't be loaded, a value, schema or template is wrong, or a rendered document is no YAML
    /// (<see cref="InvalidManifestException"/>, which holds what was rendered).
    /// </exception>
    public async Task<RenderedChart> RenderAsync(CancellationToken cancellationToken)
    {
        KubernetesVersion version = _options.KubeVersion is { Length: > 0 } given ? KubernetesVersion.Parse(given) : KubernetesVersion.Default;
        GoMap values = await new ValuesReader().ReadAsync(_options.Values, cancellationToken).ConfigureAwait(false);
        Chart chart = await new ChartLoader(Fetcher, _logger).LoadAsync(_options.Chart, _options.Version, cancellationToken).ConfigureAwait(false);
        ChartRendering rendering = new(_options, _logger) { PostRenderer = PostRenderer, Cluster = Cluster };
        rendering.Prepare(chart, values);
        return await rendering.RenderAsync(chart, values, new Capabilities(version, _options.ApiVersions), revision: 1, cancellationToken).ConfigureAwait(false);
    }
}
