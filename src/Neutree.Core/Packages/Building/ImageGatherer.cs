using Microsoft.Extensions.Logging;
using Neutree.Core.Docker;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Finding;

namespace Neutree.Core.Packages.Building;

/// <summary>
/// Looks for the images of a package: in archives, then in a Docker engine, then in registries, as the options say. All are looked for before
/// any is packed, and all that are missing are told at once. What is opened lives as long as this does.
/// </summary>
internal sealed class ImageGatherer(PackageBuildOptions options, Func<IDockerEngine> openEngine, string package, ILogger logger) : IAsyncDisposable
{
    private readonly Stack<IAsyncDisposable> _opened = new();

    // In a dry run an engine says what it holds and saves nothing.
    private readonly HashSet<string> _held = [];

    /// <param name="images">What is wanted.</param>
    /// <param name="origin">Where it is looked for.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <returns>The images in the order given; in a dry run without those of an engine.</returns>
    /// <exception cref="PackageException">Some of the images can't be had; the message says which, and why each.</exception>
    public async Task<IReadOnlyList<GatheredImage>> GatherAsync(IReadOnlyList<FoundImage> images, ImageOrigin origin, CancellationToken cancellationToken)
    {
        Dictionary<string, GatheredImage> gathered = [];
        Dictionary<string, NeutreeException> failures = images.Where(static image => image.Error is not null).ToDictionary(static image => image.Image, static image => image.Error!);
        await FromArchivesAsync(Missing(), gathered, cancellationToken).ConfigureAwait(false);
        if (origin != ImageOrigin.Registry)
        {
            await FromEngineAsync(Missing(), gathered, failures, isLast: origin == ImageOrigin.Engine, cancellationToken).ConfigureAwait(false);
        }

        if (origin != ImageOrigin.Engine)
        {
            await FromRegistriesAsync(Missing(), gathered, failures, cancellationToken).ConfigureAwait(false);
        }

        return failures.Count == 0 ? [.. images.Where(image => gathered.ContainsKey(image.Image)).Select(image => gathered[image.Image])] : throw ImagesMissing(images, failures);

        List<FoundImage> Missing() => [.. images.Where(image => !gathered.ContainsKey(image.Image) && !failures.ContainsKey(image.Image) && !_held.Contains(image.Image))];
    }

    public async ValueTask DisposeAsync()
    {
        while (_opened.TryPop(out IAsyncDisposable? place))
        {
            await place.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task FromArchivesAsync(
        List<FoundImage> images, Dictionary<string, GatheredImage> gathered, CancellationToken cancellationToken)
    {
        foreach (string path in options.Archives)
        {
            ArchiveOptions archive = new() { CacheFolder = options.Find.CacheFolder, Logger = logger };
            await TakeAsync(Keep(await ImageArchive.OpenAsync(path, archive, cancellationToken).ConfigureAwait(false)), images, gathered, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task FromEngineAsync(
        List<FoundImage> images, Dictionary<string, GatheredImage> gathered, Dictionary<string, NeutreeException> failures, bool isLast, CancellationToken cancellationToken)
    {
        if (images.Count == 0)
        {
            return;
        }

        EngineImages engine = Keep(new EngineImages(openEngine(), package, logger));
        IReadOnlyList<string> held = await engine.FindAsync(images, options.Pull.Platforms, cancellationToken).ConfigureAwait(false);
        if (options.WhatIf)
        {
            _held.UnionWith(held);
        }
        else if (held.Count > 0)
        {
            await TakeAsync(await engine.SaveAsync(held, cancellationToken).ConfigureAwait(false), images, gathered, cancellationToken).ConfigureAwait(false);
        }

        if (isLast)
        {
            foreach (FoundImage image in images.Where(image => !gathered.ContainsKey(image.Image) && !_held.Contains(image.Image)))
            {
                failures.Add(image.Image, engine.Missing(image.Image));
            }
        }
    }

    /// <summary>Takes from a source what it has of the images, for all platforms, that nobody had before; the others are looked for elsewhere.</summary>
    private async Task TakeAsync(IImageSource source, List<FoundImage> images, Dictionary<string, GatheredImage> gathered, CancellationToken cancellationToken)
    {
        Dictionary<string, SourceImage> byName = [];
        foreach (SourceImage image in await source.GetImagesAsync(cancellationToken).ConfigureAwait(false))
        {
            foreach (string text in image.Names)
            {
                if (ImageReference.TryParse(text, out ImageReference? name))
                {
                    byName.TryAdd((name!.Tag is null && name.Digest is null ? name.WithTag("latest") : name).ToFamiliarString(), image);
                }
            }
        }

        foreach (FoundImage wanted in images.Where(image => !gathered.ContainsKey(image.Image)))
        {
            if (!byName.TryGetValue(wanted.Image, out SourceImage? image) || (wanted.Digest is { } pin && image.Content.Digest != pin))
            {
                continue;
            }

            try
            {
                RequiredPlatforms.Check(wanted.Image, image.Content, options.Pull.Platforms);
                gathered.Add(wanted.Image, new GatheredImage(Pin(wanted, image), source, image));
                logger.LogInformation("{Image} comes from {Source}", wanted.Image, source.Name);
            }
            catch (PackageException error)
            {
                logger.LogInformation("{Source} is not used for {Image}: {Reason}", source.Name, wanted.Image, error.Message);
            }
        }
    }

    private async Task FromRegistriesAsync(
        List<FoundImage> images, Dictionary<string, GatheredImage> gathered, Dictionary<string, NeutreeException> failures, CancellationToken cancellationToken)
    {
        if (images.Count == 0)
        {
            return;
        }

        RegistryImages registries = Keep(new RegistryImages(options.Pull, images, logger));
        await foreach ((FoundImage image, RegistryImage? pulled) in registries.OpenAllAsync(cancellationToken).ConfigureAwait(false))
        {
            if (pulled is null)
            {
                failures.Add(image.Image, image.Error!);
            }
            else
            {
                gathered.Add(image.Image, new GatheredImage(Pin(image, pulled.Image), pulled.Source, pulled.Image));
            }
        }
    }

    /// <summary>Loose parts of a docker archive have no digest yet.</summary>
    private FoundImage Pin(FoundImage image, SourceImage source)
    {
        if (source.Content is LooseImage)
        {
            return image;
        }

        SourceContent selected = PlatformSelection.Select(source.Content, options.Pull.Platforms, image.Image).Content;
        return image with { Digest = source.Content.Digest, Platforms = ImageResolver.Pins(selected) };
    }

    private static PackageException ImagesMissing(IReadOnlyList<FoundImage> images, Dictionary<string, NeutreeException> failures)
    {
        IEnumerable<string> reasons = images.Where(image => failures.ContainsKey(image.Image))
            .GroupBy(image => failures[image.Image].Message, static image => image.Image)
            .Select(static group => $"{string.Join(", ", group)} ({group.Key})");
        NeutreeException first = images.Select(image => failures.GetValueOrDefault(image.Image)).OfType<NeutreeException>().First();
        return new PackageException("Package.ImagesMissing", first.Kind, $"{failures.Count} of {images.Count} images can't be packed: {string.Join("; ", reasons)}", first)
        {
            Target = string.Join(", ", failures.Keys.Order(StringComparer.Ordinal)),
            Recommendation = failures.Values.Select(static error => error.Recommendation).OfType<string>().Distinct().Take(2).ToList() is [var only] ? only
                : "Mend what each image reports; nothing was written.",
        };
    }

    private T Keep<T>(T place)
        where T : IAsyncDisposable
    {
        _opened.Push(place);
        return place;
    }
}
