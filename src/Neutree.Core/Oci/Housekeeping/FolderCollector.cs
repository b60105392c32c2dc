using System.Runtime.CompilerServices;
using Neutree.Core.Oci.Serving;

namespace Neutree.Core.Oci.Housekeeping;

/// <summary>Clears out of a folder registry what nothing needs: manifests without tag, then blobs. Young ones may belong to a push that is under way.</summary>
internal sealed class FolderCollector(FolderStorage storage, RegistryPruneOptions options, DateTimeOffset now)
{
    private DateTimeOffset Oldest => now - options.GracePeriod;

    public async IAsyncEnumerable<RemovedItem> CollectAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (options.Untagged)
        {
            foreach ((string repository, Digest digest) in await storage.FindUntaggedAsync(Oldest, cancellationToken).ConfigureAwait(false))
            {
                yield return await RemoveAsync(repository, digest, cancellationToken).ConfigureAwait(false);
            }
        }

        if (!options.Unreferenced)
        {
            yield break;
        }

        IReadOnlyList<(Digest Digest, long Size)> blobs = await storage.CollectAsync(Oldest, delete: false, cancellationToken).ConfigureAwait(false);
        RemovedItem all = new() { Kind = RemovedKind.Blob, Name = $"{blobs.Count} unreferenced blobs", Size = blobs.Sum(static blob => blob.Size) };
        bool delete = blobs.Count > 0 && (options.Approve is not { } approve || await approve(all).ConfigureAwait(false));
        IReadOnlyList<(Digest Digest, long Size)> gone = delete ? await storage.CollectAsync(Oldest, delete: true, cancellationToken).ConfigureAwait(false) : blobs;
        foreach ((Digest digest, long size) in gone)
        {
            yield return new RemovedItem
            {
                Kind = RemovedKind.Blob,
                Name = digest.ToString(),
                Digest = digest,
                Size = size,
                Status = delete ? RemoveStatus.Removed : RemoveStatus.Planned,
            };
        }
    }

    private async Task<RemovedItem> RemoveAsync(string repository, Digest digest, CancellationToken cancellationToken)
    {
        RemovedItem item = new() { Kind = RemovedKind.Manifest, Name = $"{repository}@{digest}", Digest = digest };
        try
        {
            if (options.Approve is { } approve && !await approve(item).ConfigureAwait(false))
            {
                return item;
            }

            await storage.DeleteManifestAsync(repository, digest, cancellationToken).ConfigureAwait(false);
            return item with { Status = RemoveStatus.Removed };
        }
        catch (ServingException error)
        {
            return item with { Status = RemoveStatus.Failed, Error = error };
        }
    }
}
