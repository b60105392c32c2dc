namespace Neutree.Core.Oci.Registries;

/// <summary>A registry that images are written to.</summary>
/// <param name="client">Disposed with this target unless <paramref name="ownsClient"/> is false.</param>
/// <param name="ownsClient">False where others go on using the client.</param>
public sealed class RegistryImageTarget(RegistryClient client, bool ownsClient = true) : IImageTarget
{
    private const long SmallBlob = 8 * 1024 * 1024;

    public string Name => client.Registry;

    /// <summary>True: the digest goes in the closing request, so neither it nor the length need be known before.</summary>
    public bool AcceptsUnknownLength => true;

    public async Task<bool> HasBlobAsync(string repository, Digest digest, CancellationToken cancellationToken) =>
        await client.FindBlobAsync(repository, digest, cancellationToken).ConfigureAwait(false) is not null;

    public Task<bool> TryMountBlobAsync(string repository, Digest digest, string? fromRepository, CancellationToken cancellationToken) =>
        client.TryMountBlobAsync(repository, digest, fromRepository, cancellationToken);

    public Task<(Digest Digest, long Size)> WriteBlobAsync(string repository, BlobContent content, IProgress<long>? progress, CancellationToken cancellationToken) =>
        client.UploadBlobAsync(repository, content, progress, cancellationToken);

    public Task<ManifestContent?> FindManifestAsync(string repository, string tagOrDigest, CancellationToken cancellationToken) =>
        client.FindManifestAsync(repository, tagOrDigest, cancellationToken);

    /// <exception cref="RegistryException">The blob is larger than 8 MiB or isn't what its digest says.</exception>
    public async Task<ReadOnlyMemory<byte>?> FindSmallBlobAsync(string repository, Descriptor descriptor, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        if (descriptor.Data is { } embedded)
        {
            return embedded;
        }

        string what = $"reading blob {descriptor.Digest.ToShortString()} of {repository}";
        if (descriptor.Size > SmallBlob)
        {
            throw new RegistryException("Registry.BlobTooLarge", ErrorKind.LimitExceeded, $"{what} failed on {Name}: {descriptor.Size} bytes are too many for a config") { Target = Name };
        }

        byte[] content = new byte[descriptor.Size];
        try
        {
            using Stream stream = await client.OpenBlobAsync(repository, descriptor, 0, cancellationToken).ConfigureAwait(false);
            await stream.ReadExactlyAsync(content, cancellationToken).ConfigureAwait(false);
        }
        catch (RegistryException error) when (error.Kind == ErrorKind.NotFound)
        {
            return null;
        }

        Digest actual = descriptor.Digest.ComputeSame(content);
        return actual == descriptor.Digest ? content : throw RegistryFailure.DigestMismatch(what, Name, descriptor.Digest.ToString(), actual.ToString());
    }

    public Task WriteManifestAsync(string repository, string tagOrDigest, ManifestContent manifest, CancellationToken cancellationToken) =>
        client.PutManifestAsync(repository, tagOrDigest, manifest, cancellationToken);

    /// <summary>Nothing to finish: a registry holds what it was given.</summary>
    public Task CompleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ownsClient ? client.DisposeAsync() : ValueTask.CompletedTask;
}
