namespace Neutree.Core.Oci.Transfer;

/// <summary>Stands for a place that a what-if run must not make: it holds nothing and takes nothing.</summary>
internal sealed class AbsentTarget(string name) : IImageTarget
{
    public string Name => name;

    public bool AcceptsUnknownLength => true;

    public Task<bool> HasBlobAsync(string repository, Digest digest, CancellationToken cancellationToken) => Task.FromResult(false);

    public Task<bool> TryMountBlobAsync(string repository, Digest digest, string? fromRepository, CancellationToken cancellationToken) =>
        Task.FromResult(false);

    public Task<(Digest Digest, long Size)> WriteBlobAsync(string repository, BlobContent content, IProgress<long>? progress, CancellationToken cancellationToken) =>
        throw Refuse();

    public Task<ManifestContent?> FindManifestAsync(string repository, string tagOrDigest, CancellationToken cancellationToken) =>
        Task.FromResult<ManifestContent?>(null);

    public Task<ReadOnlyMemory<byte>?> FindSmallBlobAsync(string repository, Descriptor descriptor, CancellationToken cancellationToken) =>
        Task.FromResult<ReadOnlyMemory<byte>?>(null);

    public Task WriteManifestAsync(string repository, string tagOrDigest, ManifestContent manifest, CancellationToken cancellationToken) => throw Refuse();

    public Task CompleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private InvalidOperationException Refuse() => new($"a what-if run tried to write to {name}");
}
