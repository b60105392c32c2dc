using System.Globalization;
using Microsoft.Extensions.Logging;
using Neutree.Core.Docker;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages;

namespace Neutree.Core.ControlPlane.Launch;

/// <summary>
/// Sees to it that an engine holds the images of a compose file without asking the network: what it lacks is loaded from the package, or
/// from the site's mirror where the package doesn't hold it.
/// </summary>
internal sealed class EngineImages(IDockerEngine engine, ILogger logger)
{
    /// <summary>The images of the compose file that the engine lacks, or holds under the same name with other layers than the package.</summary>
    /// <param name="images">Names as the compose file has them, with those before they were rewritten.</param>
    /// <param name="package">What the package holds.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<IReadOnlyDictionary<string, string>> FindMissingAsync(
        IReadOnlyDictionary<string, string> images, IReadOnlyList<ImportItem> package, CancellationToken cancellationToken)
    {
        Dictionary<string, string> missing = [];
        foreach ((string name, string original) in images)
        {
            DockerImage? held = await engine.FindImageAsync(name, cancellationToken).ConfigureAwait(false);
            if (held is null || (Find(package, original)?.Image is { } brought && !IsSame(held, brought.Content)))
            {
                missing.Add(name, original);
            }
        }

        return missing;
    }

    /// <summary>Plans the loading of images; nothing is loaded yet.</summary>
    /// <param name="missing">Names as the compose file has them, with those before they were rewritten.</param>
    /// <param name="package">What the package holds.</param>
    /// <param name="mirror">The site's registry; null where none was given.</param>
    /// <param name="places">Opens the registry.</param>
    /// <param name="registryOptions">How it is reached.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ControlPlaneException">One is nowhere; all such are listed.</exception>
    public async Task<ImageStream> PlanAsync(
        IReadOnlyDictionary<string, string> missing,
        IReadOnlyList<ImportItem> package,
        RegistryPrefix? mirror,
        ImagePlaces places,
        RegistryOptions registryOptions,
        CancellationToken cancellationToken)
    {
        DockerVersion version = await engine.GetVersionAsync(cancellationToken).ConfigureAwait(false);
        Platform platform = Platform.Parse($"{version.Os}/{version.Architecture}");
        ImageStream stream = new();
        List<string> nowhere = [];
        foreach ((string name, string original) in missing)
        {
            ImageReference asCalled = ImageReference.Parse(name);
            if (Find(package, original) is { } item)
            {
                await stream.AddAsync(item.Source!, item.Image!.Content, asCalled, platform, cancellationToken).ConfigureAwait(false);
            }
            else if (mirror is not null)
            {
                IImageSource source = places.OpenReference(asCalled, registryOptions.For(mirror), includeReferrers: false);
                if (await FindOnMirrorAsync(source, cancellationToken).ConfigureAwait(false) is { } image)
                {
                    await stream.AddAsync(source, image.Content, asCalled, platform, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                nowhere.Add(name);
            }
            else
            {
                nowhere.Add(name);
            }
        }

        return nowhere.Count == 0 ? stream : throw new ControlPlaneException(
            "ControlPlane.ImagesMissing",
            ErrorKind.NotFound,
            $"{(nowhere.Count == 1 ? "an image is" : $"{nowhere.Count} images are")} neither in the engine nor in the package{(mirror is null ? "" : $" nor on {mirror}")}: {string.Join(", ", nowhere)}")
        {
            Target = nowhere[0],
            Recommendation = "Load or push the images first (neutree-cli import controlplane), use a package that holds them, or leave -OfflinePackage out where the engine may pull them.",
        };
    }

    /// <summary>Loads what was planned.</summary>
    public async Task LoadAsync(ImageStream stream, IProgress<TransferProgress> progress, CancellationToken cancellationToken)
    {
        foreach (string name in await engine.LoadImagesAsync((target, stop) => stream.WriteAsync(target, progress, stop), cancellationToken).ConfigureAwait(false))
        {
            logger.LogInformation("Loaded {Image}", name);
        }
    }

    private static ImportItem? Find(IReadOnlyList<ImportItem> package, string name)
    {
        ImageReference wanted = ImageReference.Parse(name);
        return package.FirstOrDefault(item => item.Name == wanted && item.Image is not null);
    }

    /// <summary>
    /// Which digest an engine calls an image by depends on its store; layers and the time of building are the same in each. Layers alone don't tell: a new setting adds none.
    /// </summary>
    internal static bool IsSame(DockerImage held, SourceContent brought) => brought switch
    {
        LooseImage loose => loose.ConfigDigest.ToString() == held.Id || IsSame(held, loose.Config),
        StoredManifest stored => stored.Digest.ToString() == held.Id
            || stored.Manifest.Config.Digest.ToString() == held.Id
            || (stored.ConfigContent is { } config && IsSame(held, ImageConfig.Parse(config))),
        StoredIndex index => index.Digest.ToString() == held.Id || index.Children.Any(child => IsSame(held, child)),
        _ => false,
    };

    private static bool IsSame(DockerImage held, ImageConfig config) =>
        held.RootFS?.Layers is { } layers && layers.SequenceEqual(config.DiffIds.Select(id => id.ToString())) && TimeOf(held.Created) == TimeOf(config.Created);

    private static DateTimeOffset? TimeOf(string? created) =>
        TimeOf(DateTimeOffset.TryParse(created, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset time) ? time : null);

    private static DateTimeOffset? TimeOf(DateTimeOffset? created) => created is { Year: > 1 } ? created : null;

    private static async Task<SourceImage?> FindOnMirrorAsync(IImageSource source, CancellationToken cancellationToken)
    {
        try
        {
            return (await source.GetImagesAsync(cancellationToken).ConfigureAwait(false))[0];
        }
        catch (RegistryException error) when (error.ErrorId == "Registry.ManifestNotFound")
        {
            return null;
        }
    }
}
