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
/// <param name="package">The path of the package, beside which the file is kept.</param>
/// <param name="logger">Hears where.</param>
internal sealed class EngineImages(IDockerEngine engine, string package, ILogger logger) : IAsyncDisposable
{
    private const int SpoolBuffer = 1024 * 1024;
    private readonly string _spool = $"{package}.images-{Path.GetRandomFileName()}.partial";
    private readonly Dictionary<string, string> _refused = [];
    private ImageArchive? _archive;

    /// <summary>Which of the images the engine has, for all of the platforms.</summary>
    /// <exception cref="DockerException">The engine can't be reached.</exception>
    public async Task<IReadOnlyList<string>> FindAsync(IReadOnlyList<FoundImage> images, IReadOnlyList<Platform> platforms, CancellationToken cancellationToken)
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
                _refused[image.Image] = $"the Docker engine at {engine.Address} has {image.Image} for {platform} only";
            }
        }

        return names;
    }

    /// <summary>Saves images that the engine has.</summary>
    /// <exception cref="DockerException">The engine can't be reached, or breaks off.</exception>
    /// <exception cref="PackageException">There is no room for them.</exception>
    public async Task<IImageSource> SaveAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        logger.LogInformation("{Count} images of the Docker engine are kept in {File} until the package is written", names.Count, _spool);
        Stream saved = await engine.SaveImagesAsync(names, cancellationToken).ConfigureAwait(false);
        await using (saved.ConfigureAwait(false))
        {
            await SpoolAsync(saved, cancellationToken).ConfigureAwait(false);
        }

        return _archive = await ImageArchive.OpenAsync(_spool, new ArchiveOptions { Logger = logger }, cancellationToken).ConfigureAwait(false);
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

    private async Task SpoolAsync(Stream saved, CancellationToken cancellationToken)
    {
        try
        {
            FileStream file = new(_spool, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0, Options = FileOptions.Asynchronous });
            await using (file.ConfigureAwait(false))
            {
                await saved.CopyToAsync(file, SpoolBuffer, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PackageException("Package.SpoolFailed", ErrorKind.WriteFailed, $"keeping the images of the Docker engine at {engine.Address} in {_spool} failed: {error.Message}", error)
            {
                Target = _spool,
                Recommendation = "Check that the package's folder has room for the images too.",
            };
        }
    }
}
