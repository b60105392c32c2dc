namespace Neutree.Core.Oci.Housekeeping;

/// <summary>Somewhere images can be removed from: a registry or a folder registry.</summary>
internal interface IImageStock : IAsyncDisposable
{
    /// <summary>For reading manifests and configs.</summary>
    IImageTarget Content { get; }

    /// <summary>How results call an image: with the registry in front, or as it is.</summary>
    string NameOf(string repository, string tagOrDigest);

    IAsyncEnumerable<string> ListRepositoriesAsync(CancellationToken cancellationToken);

    IAsyncEnumerable<string> ListTagsAsync(string repository, CancellationToken cancellationToken);

    /// <summary>The digest behind a tag or digest, or null where there is none.</summary>
    Task<Digest?> FindAsync(string repository, string tagOrDigest, CancellationToken cancellationToken);

    IAsyncEnumerable<Digest> ListReferrersAsync(string repository, Digest subject, CancellationToken cancellationToken);

    /// <summary>Takes a tag away without its manifest; false where the place can't.</summary>
    Task<bool> TryDeleteTagAsync(string repository, string tag, CancellationToken cancellationToken);

    /// <summary>Takes a manifest away with all its tags.</summary>
    Task DeleteManifestAsync(string repository, Digest digest, CancellationToken cancellationToken);
}
