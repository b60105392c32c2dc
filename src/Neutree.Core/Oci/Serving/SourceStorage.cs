namespace Neutree.Core.Oci.Serving;

/// <summary>
/// Serves a source as it lies there, read-only. Images of docker archives get an OCI manifest on the fly whose layers are the stored
/// bytes. A sequential source is read by one client at a time.
/// </summary>
internal sealed class SourceStorage : IRegistryStorage, IDisposable
{
    private readonly IImageSource _source;
    private readonly SourceCatalog _catalog;
    private readonly SemaphoreSlim _turn;

    private SourceStorage(IImageSource source, SourceCatalog catalog, SemaphoreSlim turn)
    {
        _source = source;
        _catalog = catalog;
        _turn = turn;
    }

    /// <summary>Reads the source's images; layers only where a docker archive holds them compressed, since their digests stand nowhere.</summary>
    public static async Task<SourceStorage> OpenAsync(IImageSource source, CancellationToken cancellationToken)
    {
        SourceCatalog catalog = await SourceCatalog.ReadAsync(source, cancellationToken).ConfigureAwait(false);
        return new SourceStorage(source, catalog, new SemaphoreSlim(source.IsSequential ? 1 : int.MaxValue));
    }

    public Task<IReadOnlyList<string>> ListRepositoriesAsync(CancellationToken cancellationToken) => Task.FromResult(_catalog.Repositories);

    public Task<IReadOnlyList<string>?> FindTagsAsync(string repository, CancellationToken cancellationToken) => Task.FromResult(_catalog.FindTags(repository));

    public Task<ManifestContent?> FindManifestAsync(string repository, string tagOrDigest, CancellationToken cancellationToken) =>
        Task.FromResult(_catalog.FindManifest(repository, tagOrDigest));

    public Task<IReadOnlyList<Descriptor>> ListReferrersAsync(string repository, Digest subject, CancellationToken cancellationToken) =>
        Task.FromResult(_catalog.ListReferrers(repository, subject));

    public Task<long?> FindBlobSizeAsync(string repository, Digest digest, CancellationToken cancellationToken) =>
        Task.FromResult<long?>(_catalog.FindContent(digest)?.Length ?? _catalog.FindBlob(digest)?.Size);

    public async Task<Stream?> TryOpenBlobAsync(string repository, Digest digest, long offset, CancellationToken cancellationToken)
    {
        if (_catalog.FindContent(digest) is { } content)
        {
            return new MemoryStream(content, writable: false) { Position = offset };
        }

        if (_catalog.FindBlob(digest) is not { } blob)
        {
            return null;
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Stream stream = await _source.OpenBlobAsync(blob, offset, cancellationToken).ConfigureAwait(false);
            return new SourceBlobStream(stream, offset == 0 ? digest : null, blob.Size, () => _turn.Release());
        }
        catch
        {
            _turn.Release();
            throw;
        }
    }

    public void Dispose() => _turn.Dispose();
}
