using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Helm.Manifests;
using Neutree.Core.Helm.Templates;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Archives;

namespace Neutree.Core.Packages.Finding;

/// <summary>
/// Lists the images that charts, compose files, image lists and packages need, each once with every place that names it. Charts are
/// rendered and their objects walked; no text is searched.
/// </summary>
public sealed class ImageFinder(ImageFindOptions options, ILogger? logger = null)
{
    private readonly ILogger _logger = logger ?? NullLogger.Instance;

    /// <summary>Brings charts that are given by reference.</summary>
    public IChartFetcher? Fetcher { get; init; }

    /// <summary>Renders compose files that are templates; without it they are read as they are.</summary>
    public IComposeTemplates? ComposeTemplates { get; init; }

    /// <summary>Yields the images by name, with digests where they are to be resolved. One with an error doesn't stop the others.</summary>
    /// <exception cref="NeutreeException">A chart, file or package can't be read.</exception>
    public async IAsyncEnumerable<FoundImage> FindAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IReadOnlyList<FoundImage> images = await CollectAsync(cancellationToken).ConfigureAwait(false);
        IAsyncEnumerable<FoundImage> found = options.Resolve is { } pull
            ? new ImageResolver(pull, _logger).ResolveAsync(images, cancellationToken)
            : images.ToAsyncEnumerable();
        await foreach (FoundImage image in found.ConfigureAwait(false))
        {
            yield return image;
        }
    }

    private async Task<IReadOnlyList<FoundImage>> CollectAsync(CancellationToken cancellationToken)
    {
        ImageCollection images = new();
        foreach (ChartRenderOptions chart in options.Charts)
        {
            RenderedChart rendered = await new ChartRenderer(chart, _logger) { Fetcher = Fetcher }.RenderAsync(cancellationToken).ConfigureAwait(false);
            ChartImages.Add(rendered, !options.SkipAnnotations, images);
        }

        foreach (string file in options.ComposeFiles)
        {
            ComposeImages.Add(file, ComposeTemplates, options.Version, images, cancellationToken);
        }

        foreach (string list in options.ImageLists)
        {
            await AddListAsync(list, images, cancellationToken).ConfigureAwait(false);
        }

        foreach (string package in options.Packages)
        {
            await AddPackageAsync(package, images, cancellationToken).ConfigureAwait(false);
        }

        foreach (string image in options.Images)
        {
            images.Add(image, new ImageReason { Kind = ImageReasonKind.Given });
        }

        return images.Images;
    }

    private async Task AddListAsync(string path, ImageCollection images, CancellationToken cancellationToken)
    {
        string text;
        try
        {
            text = await File.ReadAllTextAsync(path, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new PackageException("Package.ImageListUnreadable", ErrorKind.NotFound, $"the image list {path} can't be read: {error.Message}", error)
            {
                Target = path,
                Recommendation = "Check the path.",
            };
        }

        string name = Path.GetFileName(path);
        if (!ImageLockFile.IsLock(text))
        {
            ImageListFile.Add(text, name, options.Version, images);
            return;
        }

        foreach (FoundImage image in ImageLockFile.Read(text, name))
        {
            images.Add(image);
        }
    }

    private async Task AddPackageAsync(string path, ImageCollection images, CancellationToken cancellationToken)
    {
        ArchiveOptions archive = new() { CacheFolder = options.CacheFolder, Logger = _logger };
        await using ImportPackage package = await PackageReader.OpenAsync(path, archive, cancellationToken).ConfigureAwait(false);
        for (int i = 0; i < package.Items.Count; i++)
        {
            ImportItem item = package.Items[i];
            ImageReason reason = new() { Kind = ImageReasonKind.Package, Path = $"images[{i}]", Source = Path.GetFileName(path) };
            images.Add(new FoundImage
            {
                Image = item.Name?.ToFamiliarString() ?? item.Label,
                Reference = item.Name,
                Reasons = [reason],
                Digest = item.Image?.Content.Digest,
                Platforms = item.Image is { } image ? ImageResolver.Pins(image.Content) : [],
                Error = item.Error,
            });
        }
    }
}
