using System.Runtime.CompilerServices;
using Neutree.Core.Oci.Serving;

namespace Neutree.Core.Oci.Housekeeping;

/// <summary>The images of a folder registry.</summary>
/// <param name="folder">Owned.</param>
internal sealed class FolderStock(RegistryFolder folder) : IImageStock
{
    public IImageTarget Content => folder;

    public string NameOf(string repository, string tagOrDigest) => $"{repository}{(tagOrDigest.Contains(':', StringComparison.Ordinal) ? "@" : ":")}{tagOrDigest}";

    public async IAsyncEnumerable<string> ListRepositoriesAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string repository in await folder.ListRepositoriesAsync(cancellationToken).ConfigureAwait(false))
        {
            yield return repository;
        }
    }

    public async IAsyncEnumerable<string> ListTagsAsync(string repository, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (string tag in await folder.ListTagsAsync(repository, cancellationToken).ConfigureAwait(false))
        {
            yield return tag;
        }
    }

    public async Task<Digest?> FindAsync(string repository, string tagOrDigest, CancellationToken cancellationToken) =>
        (await folder.FindManifestAsync(repository, tagOrDigest, cancellationToken).ConfigureAwait(false))?.Digest;

    public async IAsyncEnumerable<Digest> ListReferrersAsync(string repository, Digest subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (Descriptor referrer in await folder.Storage.ListReferrersAsync(repository, subject, cancellationToken).ConfigureAwait(false))
        {
            yield return referrer.Digest;
        }
    }

    public Task<bool> TryDeleteTagAsync(string repository, string tag, CancellationToken cancellationToken) => folder.DeleteManifestAsync(repository, tag, cancellationToken);

    public Task DeleteManifestAsync(string repository, Digest digest, CancellationToken cancellationToken) => folder.DeleteManifestAsync(repository, digest.ToString(), cancellationToken);

    public ValueTask DisposeAsync() => folder.DisposeAsync();
}
