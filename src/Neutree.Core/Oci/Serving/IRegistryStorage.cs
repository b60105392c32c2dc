namespace Neutree.Core.Oci.Serving;

/// <summary>What the server reads from: a folder, or a source served as it is.</summary>
internal interface IRegistryStorage
{
    /// <summary>In ordinal order.</summary>
    Task<IReadOnlyList<string>> ListRepositoriesAsync(CancellationToken cancellationToken);

    /// <summary>In ordinal order, or null for a repository that isn't there.</summary>
    Task<IReadOnlyList<string>?> FindTagsAsync(string repository, CancellationToken cancellationToken);

    Task<ManifestContent?> FindManifestAsync(string repository, string tagOrDigest, CancellationToken cancellationToken);

    /// <summary>The manifests of the repository whose subject is <paramref name="subject"/>, described as a referrers list does.</summary>
    Task<IReadOnlyList<Descriptor>> ListReferrersAsync(string repository, Digest subject, CancellationToken cancellationToken);

    /// <summary>Bytes of a blob, or null where it isn't there.</summary>
    Task<long?> FindBlobSizeAsync(string repository, Digest digest, CancellationToken cancellationToken);

    /// <summary>Opens a blob, or returns null where it isn't there. The stream may wait until other readers of a sequential source are done.</summary>
    Task<Stream?> TryOpenBlobAsync(string repository, Digest digest, long offset, CancellationToken cancellationToken);
}
