using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Oci.Housekeeping;

/// <summary>Removes images from registries, or from a folder registry.</summary>
public sealed class ImageRemover(ImageRemoveOptions options, ILogger? logger = null)
{
    /// <summary>Yields one item per image; one that can't be removed doesn't stop the others.</summary>
    /// <exception cref="NeutreeException">A name is no reference, or the folder is no registry.</exception>
    public async IAsyncEnumerable<RemovedItem> RemoveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        (string Text, ImageReference Reference)[] images = [.. options.Images.Select(static image => (image, ImageReference.Parse(image)))];
        Dictionary<string, IImageStock> stocks = [];
        try
        {
            foreach ((string text, ImageReference reference) in images)
            {
                string place = options.Folder ?? reference.Registry;
                if (!stocks.TryGetValue(place, out IImageStock? stock))
                {
                    stock = options.Folder is { } folder
                        ? new FolderStock(await FolderPlace.OpenAsync(folder, cancellationToken).ConfigureAwait(false))
                        : new RegistryStock(new RegistryClient(reference.Registry, options.RegistryOptions, logger));
                    stocks.Add(place, stock);
                }

                string repository = options.Folder is null ? reference.Repository : await FolderPlace.RepositoryAsync(stock, text, reference, cancellationToken).ConfigureAwait(false);
                yield return await RemoveAsync(stock, repository, reference.TagOrDigest, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            foreach (IImageStock stock in stocks.Values)
            {
                await stock.DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<RemovedItem> RemoveAsync(IImageStock stock, string repository, string tagOrDigest, CancellationToken cancellationToken)
    {
        RemovedItem item = new() { Kind = RemovedKind.Image, Name = stock.NameOf(repository, tagOrDigest) };
        try
        {
            ImageRemoval removal = new(stock);
            item = item with { Digest = await stock.FindAsync(repository, tagOrDigest, cancellationToken).ConfigureAwait(false) ?? throw removal.NotFound(repository, tagOrDigest) };
            if (options.Approve is { } approve && !await approve(item).ConfigureAwait(false))
            {
                return item;
            }

            await removal.RemoveAsync(repository, tagOrDigest, options.Force, cancellationToken).ConfigureAwait(false);
            return item with { Status = RemoveStatus.Removed };
        }
        catch (NeutreeException error)
        {
            return item with { Status = RemoveStatus.Failed, Error = error };
        }
    }
}
