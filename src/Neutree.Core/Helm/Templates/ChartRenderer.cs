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
    private const string NotesFile = "NOTES.txt";

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
        RequireInstallable(chart);
        ChartDependencyCheck.RequireAll(chart);
        if (chart.Metadata.Deprecated)
        {
            _logger.LogWarning("this chart is deprecated");
        }

        ReleaseNames.Check(_options.ReleaseName);
        new ChartDependencyProcessor(_logger).Process(chart, values);
        GoMap top = Top(chart, values, version);
        KubeVersionCheck.Require(chart.Metadata, version.Normalized, version.Version);
        SortedDictionary<string, GoString> files = ChartEngine.Render(
            chart,
            top,
            new EngineOptions { EnableDns = _options.EnableDns, Cluster = Cluster, Logger = _logger },
            cancellationToken);
        string notes = TakeNotes(chart, files);
        if (PostRenderer is not null)
        {
            files = await PostRendering.RunAsync(PostRenderer, files, cancellationToken).ConfigureAwait(false);
        }

        (IReadOnlyList<ChartResource> resources, IReadOnlyList<ChartResource> hooks) = ManifestSorter.Sort(files, _logger);
        return new RenderedChart
        {
            Chart = chart.Metadata,
            ReleaseName = _options.ReleaseName,
            Namespace = _options.Namespace,
            Crds = _options.IncludeCrds ? [.. chart.Crds.Select(static crd => crd.File with { Name = crd.Filename })] : [],
            Resources = resources,
            Hooks = _options.NoHooks ? [] : [.. hooks.Where(hook => !_options.SkipTests || !hook.Hook!.IsTest)],
            Notes = notes,
            Values = (GoMap)top["Values"]!,
        };
    }

    private static void RequireInstallable(Chart chart)
    {
        if (chart.Metadata.Type is not ("" or "application"))
        {
            throw new ChartException("Chart.NotInstallable", ErrorKind.NotSupported, $"{chart.Metadata.Type} charts are not installable")
            {
                Target = chart.Name,
                Recommendation = "Render a chart that uses this one.",
            };
        }
    }

    private GoMap Top(Chart chart, GoMap values, KubernetesVersion version)
    {
        GoMap release = new();
        release["Name"] = (GoString)_options.ReleaseName;
        release["Namespace"] = (GoString)_options.Namespace;
        release["IsUpgrade"] = Boxed.Bool(_options.IsUpgrade);
        release["IsInstall"] = Boxed.Bool(!_options.IsUpgrade);
        release["Revision"] = Boxed.Int(1);
        release["Service"] = (GoString)"Helm";
        GoMap merged = new ValuesCoalescing(_logger).CoalesceForRender(chart, values);
        if (!_options.SkipSchemaValidation)
        {
            new SchemaValidation(_logger).Validate(chart, merged);
        }

        GoMap top = new();
        top["Release"] = release;
        top["Capabilities"] = new Capabilities(version, _options.ApiVersions).Value;
        top["Values"] = merged.As(HelmTypes.Values);
        return top;
    }

    /// <summary>Takes the notes out of the files: those of the root, or of all charts where that is wanted.</summary>
    private string TakeNotes(Chart chart, SortedDictionary<string, GoString> files)
    {
        List<string> notes = [];
        foreach (string path in files.Keys.Where(static path => path.EndsWith(NotesFile, StringComparison.Ordinal)).ToArray())
        {
            if (_options.RenderSubchartNotes || path == $"{chart.Name}/templates/{NotesFile}")
            {
                notes.Add(files[path].ToString());
            }

            files.Remove(path);
        }

        return string.Join('\n', notes.Where(static text => text.Length > 0));
    }
}
