namespace Neutree.Core.Oci;

/// <summary>
/// Somewhere images can be written: a registry, an OCI layout folder, an archive. Calls may run in parallel; the caller writes a
/// manifest only after its blobs, an index after its manifests, and tags last.
/// </summary>
public interface IImageTarget : IAsyncDisposable
{
    /// <summary>What messages call it: a host or a path.</summary>
    string Name { get; }

    /// <summary>False where a blob's length must be known before it is written (tar archives); such blobs aren't recompressed on the way.</summary>
    bool AcceptsUnknownLength { get; }

    /// <summary>Whether the repository holds the blob.</summary>
    Task<bool> HasBlobAsync(string repository, Digest digest, CancellationToken cancellationToken);

    /// <summary>
    /// Makes a blob of another repository visible in this one without sending it; false where the target can't or won't.
    /// </summary>
    /// <param name="repository">Where the blob is wanted.</param>
    /// <param name="digest">The blob.</param>
    /// <param name="fromRepository">Where it is known to be, or null to ask for any.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    Task<bool> TryMountBlobAsync(string repository, Digest digest, string? fromRepository, CancellationToken cancellationToken);

    /// <summary>Writes a blob and returns its digest and size as written.</summary>
    /// <param name="repository">The repository that gets it.</param>
    /// <param name="content">The blob.</param>
    /// <param name="progress">Told the bytes of this blob that are written so far (an absolute count; it may fall after a retry).</param>
    /// <param name="cancellationToken">Ends the call; nothing half-written then looks whole.</param>
    Task<(Digest Digest, long Size)> WriteBlobAsync(string repository, BlobContent content, IProgress<long>? progress, CancellationToken cancellationToken);

    /// <summary>The manifest or index behind a tag or digest, or null where there is none.</summary>
    Task<ManifestContent?> FindManifestAsync(string repository, string tagOrDigest, CancellationToken cancellationToken);

    /// <summary>Reads a small blob (an image config) whole, or null where there is none.</summary>
    Task<ReadOnlyMemory<byte>?> FindSmallBlobAsync(string repository, Descriptor descriptor, CancellationToken cancellationToken);

    /// <summary>Stores a manifest or index under a tag or its digest, bytes unchanged.</summary>
    Task WriteManifestAsync(string repository, string tagOrDigest, ManifestContent manifest, CancellationToken cancellationToken);

    /// <summary>Finishes the target after the last image: an archive gets its index and its final name. Without it nothing half-done remains.</summary>
    Task CompleteAsync(CancellationToken cancellationToken);
}
