using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;

namespace Neutree.Core.Packages.Finding;

/// <summary>Looks up images in the registries their names say, or in a mirror of them. What is opened lives as long as this does.</summary>
internal sealed class RegistryImages : IAsyncDisposable
{
    private readonly ImagePullOptions _options;
    private readonly IReadOnlyList<FoundImage> _images;
    private readonly ImagePlaces _places;
    private readonly RegistryPrefix? _mirror;
    private readonly RegistryOptions _registry;

    /// <exception cref="NeutreeException">The mirror is no registry, or one credential was given for several registries.</exception>
    public RegistryImages(ImagePullOptions options, IReadOnlyList<FoundImage> images, ILogger logger)
    {
        _options = options;
        _images = images;
        _places = new ImagePlaces(cacheFolder: null, logger);
        _mirror = options.MirrorRegistry is { Length: > 0 } mirror ? RegistryPrefix.Parse(mirror) : null;
        _registry = _mirror is null ? options.RegistryOptions : options.RegistryOptions.For(_mirror);
        RequireOneRegistryForCredential();
    }

    /// <summary>The images in the order given, each with what the registry has or with its error.</summary>
    public async IAsyncEnumerable<(FoundImage Image, RegistryImage? Pulled)> OpenAllAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Queue<Task<(FoundImage, RegistryImage?)>> working = new();
        try
        {
            foreach (FoundImage image in _images)
            {
                if (working.Count >= _options.ThrottleLimit)
                {
                    yield return await working.Dequeue().ConfigureAwait(false);
                }

                working.Enqueue(OpenAsync(image, stop.Token));
            }

            while (working.TryDequeue(out Task<(FoundImage, RegistryImage?)>? next))
            {
                yield return await next.ConfigureAwait(false);
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await Task.WhenAll(working).ContinueWith(static done => _ = done.Exception, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).ConfigureAwait(false);
        }
    }

    public ValueTask DisposeAsync() => _places.DisposeAsync();

    private async Task<(FoundImage Image, RegistryImage? Pulled)> OpenAsync(FoundImage image, CancellationToken cancellationToken)
    {
        if (image.Pinned is not { } name)
        {
            return (image, null);
        }

        try
        {
            ImageReference asked = PullName(name);
            RegistryImageSource source = Open(asked);
            SourceImage found = await source.FindImageAsync(asked, cancellationToken).ConfigureAwait(false);
            RequiredPlatforms.Check(image.Image, found.Content, _options.Platforms);
            SourceContent selected = PlatformSelection.Select(found.Content, _options.Platforms, image.Image).Content;
            return (image, new RegistryImage(source, found, selected));
        }
        catch (NeutreeException error)
        {
            return (image with { Error = error }, null);
        }
    }

    private ImageReference PullName(ImageReference name) => _mirror is null ? name : name.RewriteTo(_mirror);

    private RegistryImageSource Open(ImageReference asked)
    {
        // Tasks of several images ask for the same client.
        lock (_places)
        {
            return new RegistryImageSource(_places.Client(asked.Registry, _registry, isSource: true), [asked], _options.IncludeReferrers, ownsClient: false) { Platforms = _options.Platforms };
        }
    }

    private void RequireOneRegistryForCredential()
    {
        if (_registry.Credential is null)
        {
            return;
        }

        List<string> registries = [.. _images.Select(static image => image.Pinned).OfType<ImageReference>().Select(name => PullName(name).Registry).Distinct().Order(StringComparer.Ordinal)];
        if (registries.Count > 1)
        {
            throw new PackageException(
                "Package.CredentialForSeveral", ErrorKind.InvalidArgument, $"one credential can't serve all of the registries {string.Join(", ", registries)}: it would be shown to each")
            {
                Target = string.Join(", ", registries),
                Recommendation = "Log in to each (docker login, podman login), or pull all from one with -MirrorRegistry.",
            };
        }
    }
}
