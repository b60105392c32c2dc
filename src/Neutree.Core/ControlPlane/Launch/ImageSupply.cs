using Microsoft.Extensions.Logging;
using Neutree.Core.Docker;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>Brings images to where an installation needs them: to the site's registry where that is wanted, and into the engine.</summary>
internal sealed class ImageSupply(IDockerEngine engine, RegistryPrefix? mirror, ControlPlaneInstallOptions options, ILogger logger)
{
    /// <exception cref="NeutreeException">An image is nowhere, there is no room for it, or it couldn't be brought.</exception>
    public async Task BringAsync(RenderedComponent rendered, LaunchPackage package, IControlPlaneObserver observer, CancellationToken cancellationToken)
    {
        EngineImages images = new(engine, logger);
        await using ImagePlaces places = new(CacheFolder.Default(), logger);
        ImageStream? stream = options.OfflinePackage is null ? null : await PlanAsync(images, rendered, package, places, cancellationToken).ConfigureAwait(false);
        if (options.PushImages)
        {
            await MirrorPush.RunAsync(mirror, package.Images, options, observer, logger, cancellationToken).ConfigureAwait(false);
        }

        if (stream is not null)
        {
            observer.Step($"Loading {(stream.Count == 1 ? "1 image" : $"{stream.Count} images")} into the Docker engine");
            await images.LoadAsync(stream, observer.Transfer, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Finds what the engine lacks, and whether there is room for it; null where it lacks nothing.</summary>
    private async Task<ImageStream?> PlanAsync(EngineImages images, RenderedComponent rendered, LaunchPackage package, ImagePlaces places, CancellationToken cancellationToken)
    {
        IReadOnlyList<ImportItem> held = package.Images?.Items ?? [];
        IReadOnlyDictionary<string, string> missing = await images.FindMissingAsync(rendered.OriginalImages, held, cancellationToken).ConfigureAwait(false);
        if (missing.Count == 0)
        {
            return null;
        }

        ImageStream stream = await images.PlanAsync(missing, held, mirror, places, options.RegistryOptions, cancellationToken).ConfigureAwait(false);
        await new LaunchChecks(engine, rendered.Layout.Name).CheckEngineSpaceAsync(stream.Size, cancellationToken).ConfigureAwait(false);
        return stream;
    }
}
