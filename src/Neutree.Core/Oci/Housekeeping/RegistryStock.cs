using System.Runtime.CompilerServices;
using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Oci.Housekeeping;

/// <summary>The images of a registry.</summary>
/// <param name="client">Owned.</param>
internal sealed class RegistryStock(RegistryClient client) : IImageStock
{
    private bool _cannotDeleteTags;

    public IImageTarget Content { get; } = new RegistryImageTarget(client, ownsClient: false);

    public string NameOf(string repository, string tagOrDigest) =>
        $"{client.Registry}/{repository}{(tagOrDigest.Contains(':', StringComparison.Ordinal) ? "@" : ":")}{tagOrDigest}";

    public IAsyncEnumerable<string> ListRepositoriesAsync(CancellationToken cancellationToken) => client.ListRepositoriesAsync(cancellationToken);

    public IAsyncEnumerable<string> ListTagsAsync(string repository, CancellationToken cancellationToken) => client.ListTagsAsync(repository, cancellationToken);

    public async Task<Digest?> FindAsync(string repository, string tagOrDigest, CancellationToken cancellationToken) =>
        (await client.HeadManifestAsync(repository, tagOrDigest, cancellationToken).ConfigureAwait(false))?.Digest;

    public async IAsyncEnumerable<Digest> ListReferrersAsync(string repository, Digest subject, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (Descriptor referrer in client.ListReferrersAsync(repository, subject, null, cancellationToken).ConfigureAwait(false))
        {
            yield return referrer.Digest;
        }
    }

    /// <summary>Deleting a tag is an addition of distribution-spec 1.1 ("Deleting tags") that many registries lack.</summary>
    public async Task<bool> TryDeleteTagAsync(string repository, string tag, CancellationToken cancellationToken)
    {
        if (_cannotDeleteTags)
        {
            return false;
        }

        try
        {
            return await client.DeleteManifestAsync(repository, tag, cancellationToken).ConfigureAwait(false);
        }
        catch (RegistryException error) when (error.StatusCode is { } status && (int)status is 400 or 405 or 501)
        {
            _cannotDeleteTags = true;
            return false;
        }
    }

    /// <exception cref="RegistryException">The registry refuses: many have deletion switched off.</exception>
    public async Task DeleteManifestAsync(string repository, Digest digest, CancellationToken cancellationToken)
    {
        try
        {
            await client.DeleteManifestAsync(repository, digest.ToString(), cancellationToken).ConfigureAwait(false);
        }
        catch (RegistryException error) when (error.Kind == ErrorKind.NotSupported)
        {
            throw new RegistryException("Registry.DeletionDisabled", ErrorKind.NotSupported, error.Message, error)
            {
                StatusCode = error.StatusCode,
                Target = NameOf(repository, digest.ToString()),
                Recommendation = "Let the registry delete (docker-registry: storage.delete.enabled, or REGISTRY_STORAGE_DELETE_ENABLED=true), or delete it in the registry's own interface.",
            };
        }
    }

    public ValueTask DisposeAsync() => client.DisposeAsync();
}
