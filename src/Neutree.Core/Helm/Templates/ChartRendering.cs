using Microsoft.Extensions.Logging;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Values;

namespace Neutree.Core.Helm.Templates;

/// <summary>What is done with a chart once it is loaded and its values are read. Releases take this part with the values of the release before.</summary>
/// <param name="options">Where the chart lies and what values were given doesn't matter any more.</param>
/// <param name="logger">Hears of what is odd about the chart.</param>
internal sealed class ChartRendering(ChartRenderOptions options, ILogger logger)
{
    private const string NotesFile = "NOTES.txt";

    /// <summary>Changes the manifests before they are sorted.</summary>
    public IManifestPostRenderer? PostRenderer { get; init; }

    /// <summary>The cluster that <c>lookup</c> asks; null finds nothing.</summary>
    public IClusterLookup? Cluster { get; init; }

    /// <summary>Checks that the chart can be a release, and decides which charts inside it take part. Changes the chart.</summary>
    /// <exception cref="NeutreeException">It can't, charts inside it are missing, or the release's name is none.</exception>
    public void Prepare(Chart chart, GoMap values)
    {
        RequireInstallable(chart);
        ChartDependencyCheck.RequireAll(chart);
        if (chart.Metadata.Deprecated)
        {
            logger.LogWarning("this chart is deprecated");
        }

        ReleaseNames.Check(options.ReleaseName);
        new ChartDependencyProcessor(logger).Process(chart, values);
    }

    /// <summary>Renders a prepared chart.</summary>
    /// <exception cref="NeutreeException">A value, schema or template is wrong, or a rendered document is no YAML.</exception>
    public async Task<RenderedChart> RenderAsync(Chart chart, GoMap values, Capabilities capabilities, int revision, CancellationToken cancellationToken)
    {
        GoMap top = Top(chart, values, capabilities, revision);
        KubeVersionCheck.Require(chart.Metadata, capabilities.KubeVersion.Normalized, capabilities.KubeVersion.Version);
        SortedDictionary<string, GoString> files = ChartEngine.Render(
            chart,
            top,
            new EngineOptions { EnableDns = options.EnableDns, Cluster = Cluster, Logger = logger },
            cancellationToken);
        string notes = TakeNotes(chart, files);
        if (PostRenderer is not null)
        {
            files = await PostRendering.RunAsync(PostRenderer, files, cancellationToken).ConfigureAwait(false);
        }

        (IReadOnlyList<ChartResource> resources, IReadOnlyList<ChartResource> hooks) = ManifestSorter.Sort(files, logger);
        return new RenderedChart
        {
            Chart = chart.Metadata,
            ReleaseName = options.ReleaseName,
            Namespace = options.Namespace,
            Crds = options.IncludeCrds ? [.. chart.Crds.Select(static crd => crd.File with { Name = crd.Filename })] : [],
            Resources = resources,
            Hooks = options.NoHooks ? [] : [.. hooks.Where(hook => !options.SkipTests || !hook.Hook!.IsTest)],
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

    private GoMap Top(Chart chart, GoMap values, Capabilities capabilities, int revision)
    {
        GoMap release = new();
        release["Name"] = (GoString)options.ReleaseName;
        release["Namespace"] = (GoString)options.Namespace;
        release["IsUpgrade"] = Boxed.Bool(options.IsUpgrade);
        release["IsInstall"] = Boxed.Bool(!options.IsUpgrade);
        release["Revision"] = Boxed.Int(revision);
        release["Service"] = (GoString)"Helm";
        GoMap merged = new ValuesCoalescing(logger).CoalesceForRender(chart, values);
        if (!options.SkipSchemaValidation)
        {
            new SchemaValidation(logger).Validate(chart, merged);
        }

        GoMap top = new();
        top["Release"] = release;
        top["Capabilities"] = capabilities.Value;
        top["Values"] = merged.As(HelmTypes.Values);
        return top;
    }

    /// <summary>Takes the notes out of the files: those of the root, or of all charts where that is wanted.</summary>
    private string TakeNotes(Chart chart, SortedDictionary<string, GoString> files)
    {
        List<string> notes = [];
        foreach (string path in files.Keys.Where(static path => path.EndsWith(NotesFile, StringComparison.Ordinal)).ToArray())
        {
            if (options.RenderSubchartNotes || path == $"{chart.Name}/templates/{NotesFile}")
            {
                notes.Add(files[path].ToString());
            }

            files.Remove(path);
        }

        return string.Join('\n', notes.Where(static text => text.Length > 0));
    }
}
