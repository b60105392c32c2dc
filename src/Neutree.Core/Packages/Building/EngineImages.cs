using Microsoft.Extensions.Logging;
using Neutree.Core.Docker;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;
using Neutree.Core.Packages.Finding;

namespace Neutree.Core.Packages.Building;

/// <summary>
/// Images of a Docker engine. An engine saves images as a stream that names its contents at its end, so the stream is kept in a file until
/// the package is written.
/// </summary>
/// <param name="engine">The engine; owned.</param>
/// <param name="spoolFolder">Where the file is kept.</param>
/// <param name="logger">Hears where.</param>
internal sealed class EngineImages(IDockerEngine engine, string spoolFolder, ILogger logger) : IAsyncDisposable
{
    private readonly string _spool = Path.Combine(spoolFolder, $".neutree-images-{Path.GetRandomFileName()}.partial");
    private readonly Dictionary<string, string> _refused = [];
    private ImageArchive? _archive;

    /// <summary>What the engine has of the images, for all of the platforms; null where it has none.</summary>
    /// <param name="images">What is wanted.</param>
    /// <param name="platforms">Platforms that an image must have.</param>
    /// <param name="dryRun">Whether the engine is only asked and nothing saved.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="DockerException">The engine can't be reached, or breaks off.</exception>
    public async Task<IImageSource?> SaveAsync(IReadOnlyList<FoundImage> images, IReadOnlyList<Platform> platforms, bool dryRun, CancellationToken cancellationToken)
    {
        List<string> names = [];
        foreach (FoundImage image in images)
        {
            if (await engine.FindImageAsync(image.Image, cancellationToken).ConfigureAwait(false) is not { } held)
            {
                continue;
            }

            Platform platform = new(held.Os, held.Architecture, string.IsNullOrEmpty(held.Variant) ? null : held.Variant);
            if (platforms.All(platform.Satisfies))
            {
                names.Add(image.Image);
            }
            else
            {
                _refused[image.Image] = $"the engine at {engine.Address} has {image.Image} for {platform} only";
            }
        }

        if (names.Count == 0 || dryRun)
        {
            return null;
        }

        logger.LogInformation("{Count} images of the Docker engine are kept in {File} until the package is written", names.Count, _spool);
        Stream saved = await engine.SaveImagesAsync(names, cancellationToken).ConfigureAwait(false);
        await using (saved.ConfigureAwait(false))
        {
            FileStreamOptions create = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, BufferSize = 0, Options = FileOptions.Asynchronous };
            FileStream file = new(_spool, create);
            await using (file.ConfigureAwait(false))
            {
                await saved.CopyToAsync(file, 1024 * 1024, cancellationToken).ConfigureAwait(false);
            }
        }

        _archive = await ImageArchive.OpenAsync(_spool, new ArchiveOptions { Logger = logger }, cancellationToken).ConfigureAwait(false);
        return _archive;
    }

    /// <summary>Why an image isn't among those the engine saved.</summary>
    public PackageException Missing(string image) => new(
        "Package.ImageNotInEngine", ErrorKind.NotFound, _refused.GetValueOrDefault(image) ?? $"the Docker engine at {engine.Address} doesn't hold {image}")
    {
        Target = image,
        Recommendation = "Build or pull it there, or let registries be asked with -PullFromRegistry.",
    };

    public async ValueTask DisposeAsync()
    {
        if (_archive is not null)
        {
            await _archive.DisposeAsync().ConfigureAwait(false);
        }

        File.Delete(_spool);
        engine.Dispose();
    }
}
