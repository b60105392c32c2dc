using Microsoft.Extensions.Logging;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Releases.Cluster;
using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Helm.Releases.Records;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Helm.Values;
using Neutree.Core.Kubernetes;

namespace Neutree.Core.Helm.Releases.Operations;

/// <summary>Loads and renders the chart of an install or upgrade, with what the cluster says. Changes nothing there.</summary>
/// <param name="client">The cluster.</param>
/// <param name="options">The chart and its values.</param>
/// <param name="ns">The release's namespace.</param>
/// <param name="logger">Hears of what is odd about the chart.</param>
internal sealed class ChartPreparation(IKubernetesClient client, ReleaseChartOptions options, string ns, ILogger logger)
{
    public IChartFetcher? Fetcher { get; init; }

    public IManifestPostRenderer? PostRenderer { get; init; }

    /// <summary>Reads values and chart; the cluster isn't asked.</summary>
    /// <exception cref="NeutreeException">The chart or a value is wrong.</exception>
    public async Task<LoadedChart> LoadAsync(CancellationToken cancellationToken)
    {
        RefuseSystemLabels();
        GoMap given = await new ValuesReader().ReadAsync(options.Values, cancellationToken).ConfigureAwait(false);
        return new LoadedChart(await new ChartLoader(Fetcher, logger).LoadAsync(options.Chart, options.Version, cancellationToken).ConfigureAwait(false), given);
    }

    /// <summary>Renders the chart.</summary>
    /// <param name="loaded">The chart; it can be rendered once.</param>
    /// <param name="server">The cluster's version; null where it isn't asked.</param>
    /// <param name="revision">The revision it is rendered for.</param>
    /// <param name="current">The revision that an upgrade starts from; null for an install.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="NeutreeException">The chart, a value or a template is wrong, or the cluster refuses.</exception>
    public async Task<PreparedChart> RunAsync(LoadedChart loaded, ServerVersion? server, int revision, ReleaseRecord? current, CancellationToken cancellationToken)
    {
        (Chart chart, GoMap given) = loaded;
        GoMap config = current is null ? given : Reuse(chart, given, current);
        ChartRenderOptions renderOptions = new()
        {
            Chart = options.Chart,
            ReleaseName = options.Name,
            Namespace = ns,
            IsUpgrade = current is not null,
            RenderSubchartNotes = options.RenderSubchartNotes,
            SkipSchemaValidation = options.SkipSchemaValidation,
            EnableDns = options.EnableDns,
        };
        bool asksCluster = server is not null && options.DryRun != ReleaseDryRun.Client;
        ChartRendering rendering = new(renderOptions, logger) { PostRenderer = PostRenderer };
        rendering.Prepare(chart, config);
        CustomDefinitions? definitions = asksCluster && !options.SkipCrds && current is null && chart.Crds.Count > 0
            ? await CustomDefinitions.FindAsync(chart, client, ns, logger, cancellationToken).ConfigureAwait(false)
            : null;
        IReadOnlyList<ApiResource> coming = definitions?.Coming ?? [];
        Capabilities capabilities = asksCluster
            ? await ClusterCapabilities.ReadAsync(client, server!, coming, cancellationToken).ConfigureAwait(false)
            : new Capabilities(KubernetesVersion.Default, []);
        if (asksCluster)
        {
            rendering = new ChartRendering(renderOptions, logger) { PostRenderer = PostRenderer, Cluster = new ClusterLookup(client, coming) };
        }

        RenderedChart rendered = await rendering.RenderAsync(chart, config, capabilities, revision, cancellationToken).ConfigureAwait(false);
        PreparedChart prepared = new() { Chart = chart, Config = config, Rendered = rendered, Manifest = ManifestText.OfResources(rendered.Resources), Definitions = definitions };
        if (!asksCluster)
        {
            return prepared;
        }

        ManifestReader reader = new(client, ns, logger) { Coming = coming };
        IReadOnlyList<ManifestObject> objects = await reader.ReadAsync(prepared.Manifest, cancellationToken).ConfigureAwait(false);
        return prepared with
        {
            Objects = [.. objects.Select(item => item.OwnedBy(options.Name, ns))],
            HookObjects = await reader.ReadAsync(ManifestText.OfResources([.. rendered.Hooks.Where(hook => Runs(hook.Hook!, current))]), cancellationToken).ConfigureAwait(false),
        };
    }

    private static bool Runs(ChartHook hook, ReleaseRecord? current) => current is null
        ? hook.Events.Contains(HookEvents.PreInstall) || hook.Events.Contains(HookEvents.PostInstall)
        : hook.Events.Contains(HookEvents.PreUpgrade) || hook.Events.Contains(HookEvents.PostUpgrade);

    private void RefuseSystemLabels()
    {
        if (options.Labels.Keys.FirstOrDefault(StorageObject.SystemLabels.Contains) is { } label)
        {
            throw new ReleaseException(
                "Release.ReservedLabel", ErrorKind.InvalidArgument, $"{label} can't be a label of a release's record: {string.Join(", ", StorageObject.SystemLabels)} are its own")
            {
                Target = label,
                Recommendation = "Choose another name for the label.",
            };
        }
    }

    /// <summary>The values of a new revision (Helm 4.1 <c>Upgrade.reuseValues</c>).</summary>
    private GoMap Reuse(Chart chart, GoMap given, ReleaseRecord current)
    {
        switch ((options as ReleaseUpgradeOptions)?.ValueReuse ?? ValueReuse.Auto)
        {
            case ValueReuse.Reset:
                return given;
            case ValueReuse.Reuse:
                chart.Values = ReleaseValues.All(current, logger);
                return ReleaseValues.Over(given, current.Config, logger);
            case ValueReuse.ResetThenReuse:
                return ReleaseValues.Over(given, current.Config, logger);
            default:
                return given.Count == 0 ? current.Config.ShallowCopy() : given;
        }
    }
}
