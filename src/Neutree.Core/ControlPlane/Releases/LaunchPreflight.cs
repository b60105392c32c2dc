using Microsoft.Extensions.Logging;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Releases.Cluster;
using Neutree.Core.Helm.Releases.Objects;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Helm.Values;
using Neutree.Core.Kubernetes;
using Neutree.Core.Packages.Finding;

namespace Neutree.Core.ControlPlane.Releases;

/// <summary>What can be known before anything changes: that the cluster is new enough, what would be rendered for it, and that the user may make that.</summary>
/// <param name="client">The cluster.</param>
/// <param name="place">The release's name and namespace.</param>
/// <param name="logger">Hears what is odd about the chart.</param>
internal sealed class LaunchPreflight(IKubernetesClient client, ControlPlanePlace place, ILogger logger)
{
    private CustomDefinitions? _definitions;

    /// <summary>Renders the chart as the cluster will be given it.</summary>
    /// <exception cref="NeutreeException">The cluster is too old or can't be reached, or the chart, a value or a template is wrong.</exception>
    public async Task<RenderedChart> RenderAsync(string chart, ValuesOptions values, bool isUpgrade, CancellationToken cancellationToken)
    {
        ServerVersion version = await ClusterCapabilities.RequireAsync(client, place.AllowOldServer, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<ApiResource> resources = await client.GetResourcesAsync(cancellationToken).ConfigureAwait(false);

        // An install makes the chart's own definitions first, so that their kinds count as known.
        _definitions = isUpgrade ? null
            : await CustomDefinitions.FindAsync(await new ChartLoader(fetcher: null, logger).LoadAsync(chart, version: null, cancellationToken).ConfigureAwait(false), client, place.Namespace, logger, cancellationToken).ConfigureAwait(false);
        ChartRenderOptions options = new()
        {
            Chart = chart,
            ReleaseName = place.ReleaseName,
            Namespace = place.Namespace,
            Values = values,
            KubeVersion = version.Version,
            ApiVersions = [.. resources.Concat(Coming).SelectMany(static resource => new[] { resource.ApiVersion, $"{resource.ApiVersion}/{resource.Kind}" }).Distinct()],
            IsUpgrade = isUpgrade,
        };
        return await new ChartRenderer(options, logger) { Cluster = new ClusterLookup(client, Coming) }.RenderAsync(cancellationToken).ConfigureAwait(false);
    }

    private IReadOnlyList<ApiResource> Coming => _definitions?.Coming ?? [];

    /// <summary>Every image of the objects, hooks included.</summary>
    public static IReadOnlyList<FoundImage> FindImages(RenderedChart chart)
    {
        ImageCollection images = new();
        ChartImages.Add(chart, withAnnotations: false, images);
        return images.Images;
    }

    /// <exception cref="NeutreeException">Rights are missing; the message lists them.</exception>
    public async Task RequireAccessAsync(RenderedChart chart, CancellationToken cancellationToken)
    {
        GoString manifest = ManifestText.OfResources([.. chart.Resources, .. chart.Hooks.Where(static hook => !hook.Hook!.IsTest)]);
        IReadOnlyList<ManifestObject> objects = await new ManifestReader(client, place.Namespace, logger) { Coming = Coming }.ReadAsync(manifest, cancellationToken).ConfigureAwait(false);
        await new AccessCheck(client).NeedRecords(place.Namespace).Need(objects, "get", "create", "patch").Need(_definitions?.Missing ?? [], "get", "create", "patch").RequireAsync(cancellationToken).ConfigureAwait(false);
    }
}
