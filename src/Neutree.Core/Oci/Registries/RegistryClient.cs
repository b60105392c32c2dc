using System.Net;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Neutree.Core.Oci.Registries;

/// <summary>
/// A client of one registry (OCI distribution specification 1.1). Safe for parallel use. Requests wait for each other where the
/// registry asks for it, are repeated where that can help, and carry credentials to the registry and its token server only.
/// </summary>
public sealed class RegistryClient : IAsyncDisposable
{
    private readonly RegistryOptions _options;
    private readonly RegistryEndpoint _server;
    private readonly IReadOnlyList<RegistryEndpoint> _pullOrder;
    private readonly ILogger _logger;
    private readonly UploadSessions _sessions;
    private readonly BlobUploader _uploader;
    private readonly RegistryManifests _manifests;
    private readonly RegistryReferrers _referrers;

    /// <param name="registry">Host with optional port; <c>docker.io</c> is Docker Hub.</param>
    /// <param name="options">What is known about it; the rest comes from <c>certs.d</c> and the credential files.</param>
    /// <param name="logger">Gets warnings of the registry and retries.</param>
    /// <exception cref="RegistryException">The name is no host, or a settings or certificate file can't be used.</exception>
    public RegistryClient(string registry, RegistryOptions options, ILogger? logger = null)
        : this(registry, options, logger, new RegistryEnvironment())
    {
    }

    internal RegistryClient(string registry, RegistryOptions options, ILogger? logger, RegistryEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(registry);
        ArgumentNullException.ThrowIfNull(options);
        Registry = registry;
        _options = options;
        _logger = logger ?? NullLogger.Instance;
        RegistryHostSettings settings = new RegistryHostSettingsReader(environment).Read(registry, options);
        RegistryCredentialStore store = new(environment, _logger);
        RegistryCredential? given = options.Credential is { } pair ? RegistryCredential.FromPair(pair.UserName, pair.Password) : null;
        _server = new RegistryEndpoint(
            settings,
            options,
            (repository, token) => given is not null ? Task.FromResult<RegistryCredential?>(given) : store.FindAsync(settings.CredentialHost, repository, token),
            environment,
            _logger);
        _pullOrder =
        [
            .. settings.PullMirrors.Select(mirror => new RegistryEndpoint(
                mirror, options, (repository, token) => store.FindAsync(mirror.CredentialHost, repository, token), environment, _logger)),
            _server,
        ];
        _sessions = new UploadSessions(_server, registry, options.Journal, _logger);
        _uploader = new BlobUploader(_server, _sessions, options, _logger);
        _manifests = new RegistryManifests(_server);
        _referrers = new RegistryReferrers(_server, _manifests);
    }

    /// <summary>The registry as it was named.</summary>
    public string Registry { get; }

    internal HostPacer Pacer => _server.Pacer;

    /// <summary>Whether the registry answers and takes our credentials.</summary>
    /// <exception cref="RegistryException">It doesn't.</exception>
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        RegistryRequest request = new(HttpMethod.Get, "") { What = "reaching the registry" };
        using HttpResponseMessage response = await _server.SendCheckedAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A blob's size in bytes, or null where the repository doesn't hold it; -1 where it does but the registry doesn't say the size.</summary>
    public async Task<long?> FindBlobAsync(string repository, Digest digest, CancellationToken cancellationToken)
    {
        RegistryRequest request = Pull(HttpMethod.Head, repository, digest);
        using (HttpResponseMessage response = await _server.SendAsync(request, cancellationToken).ConfigureAwait(false))
        {
            switch (response.StatusCode)
            {
                case HttpStatusCode.OK:
                    return response.Content.Headers.ContentLength ?? -1;
                case HttpStatusCode.NotFound:
                    return null;
                case HttpStatusCode.Forbidden or HttpStatusCode.MethodNotAllowed or HttpStatusCode.NotImplemented:
                    // Some registries and proxies refuse HEAD only.
                    break;
                default:
                    throw await _server.FailureAsync(response, request, cancellationToken).ConfigureAwait(false);
            }
        }

        RegistryRequest get = Pull(HttpMethod.Get, repository, digest) with { TakesSlot = false, Headers = [new("Range", "bytes=0-0")] };
        using HttpResponseMessage answer = await _server.SendAsync(get, cancellationToken).ConfigureAwait(false);
        return answer.IsSuccessStatusCode ? answer.Content.Headers.ContentRange?.Length ?? answer.Content.Headers.ContentLength ?? -1
            : answer.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable ? 0
            : null;
    }

    /// <summary>
    /// Opens a blob's bytes from <paramref name="offset"/> on. A download that breaks goes on where it stopped. The reader compares
    /// the content with its digest.
    /// </summary>
    /// <exception cref="RegistryException">There is no such blob, or the registry can't be reached.</exception>
    public async Task<Stream> OpenBlobAsync(string repository, Descriptor descriptor, long offset, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(descriptor);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        Stream? opened = await FromMirrorsAsync<Stream>(
            async endpoint =>
            {
                RegistryRequest request = Pull(HttpMethod.Get, repository, descriptor.Digest) with { TakesSlot = false };
                ResumableBlobStream stream = new(
                    (from, token) => endpoint.SendCheckedAsync(from > 0 ? request with { Headers = [new("Range", $"bytes={from}-")] } : request, token),
                    endpoint,
                    _options,
                    request.What,
                    descriptor.Size);
                await stream.StartAsync(offset, cancellationToken).ConfigureAwait(false);
                return stream;
            }).ConfigureAwait(false);
        return opened!;
    }

    /// <summary>Makes a blob of another repository visible in this one. False where the registry won't; then it must be uploaded.</summary>
    /// <param name="repository">Where it is wanted.</param>
    /// <param name="digest">The blob.</param>
    /// <param name="fromRepository">Where it is, or null to let the registry look (an extension some know).</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<bool> TryMountBlobAsync(string repository, Digest digest, string? fromRepository, CancellationToken cancellationToken)
    {
        string from = fromRepository is null ? "" : "&from=" + Uri.EscapeDataString(fromRepository);
        RegistryRequest request = new(HttpMethod.Post, $"{repository}/blobs/uploads/?mount={Uri.EscapeDataString(digest.ToString())}{from}")
        {
            Repository = repository,
            Scopes = fromRepository is null ? RegistryRequest.Push(repository) : [.. RegistryRequest.Push(repository), .. RegistryRequest.Pull(fromRepository)],
            Body = static () => new ByteArrayContent([]),
            What = $"mount of {digest.ToShortString()} in {repository}",
            OneShot = false,
        };
        try
        {
            using HttpResponseMessage response = await _server.SendAsync(request, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.Accepted && response.Headers.Location is not null)
            {
                UploadSession session = await UploadSession.ReadAsync(_server, _server.UrlOf(request), response, 0, cancellationToken).ConfigureAwait(false);
                _sessions.Keep(repository, digest, session with { Offset = 0 });
            }

            return response.StatusCode == HttpStatusCode.Created;
        }
        catch (RegistryException error)
        {
            _logger.LogDebug("{Registry}: no mount of {Digest}: {Reason}", Registry, digest, error.Message);
            return false;
        }
    }

    /// <summary>Writes a blob and returns its digest and size; doesn't look first whether it is there.</summary>
    /// <param name="repository">The repository that gets it.</param>
    /// <param name="content">The blob; its digest may be known only when it was read.</param>
    /// <param name="progress">Told how many bytes the registry was sent; the number falls when a part must be sent again.</param>
    /// <param name="cancellationToken">Ends the call within a second; the session is closed, or kept where a journal has it.</param>
    /// <exception cref="RegistryException">It can't be stored, after the retries the options allow.</exception>
    public Task<(Digest Digest, long Size)> UploadBlobAsync(string repository, BlobContent content, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(content);
        return _uploader.UploadAsync(repository, content, progress, cancellationToken);
    }

    /// <summary>The manifest or index behind a tag or digest, at most 4 MiB, or null where there is none.</summary>
    public Task<ManifestContent?> FindManifestAsync(string repository, string tagOrDigest, CancellationToken cancellationToken) =>
        FromMirrorsAsync(endpoint => RegistryManifests.FindAsync(endpoint, repository, tagOrDigest, cancellationToken));

    /// <summary>Type, digest and size behind a tag or digest, or null where there is none.</summary>
    public Task<Descriptor?> HeadManifestAsync(string repository, string tagOrDigest, CancellationToken cancellationToken) =>
        RegistryManifests.HeadAsync(_server, repository, tagOrDigest, cancellationToken);

    /// <summary>Stores a manifest or index, bytes unchanged. Where it has a subject and the registry ignores that, the subject's referrers tag is kept up.</summary>
    public async Task PutManifestAsync(string repository, string tagOrDigest, ManifestContent manifest, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        bool noted = await _manifests.PutAsync(repository, tagOrDigest, manifest, cancellationToken).ConfigureAwait(false);
        if (!noted && Referrer(manifest) is ({ } subject, { } referrer))
        {
            await _referrers.AddToTagAsync(repository, subject, referrer, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Deletes a manifest by digest, or a tag where the registry can; false where there was none.</summary>
    public async Task<bool> DeleteManifestAsync(string repository, string tagOrDigest, CancellationToken cancellationToken)
    {
        ManifestContent? manifest = await RegistryManifests.FindAsync(_server, repository, tagOrDigest, cancellationToken).ConfigureAwait(false);
        if (manifest is null || !await _manifests.DeleteAsync(repository, $"{repository}/manifests/{tagOrDigest}", cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        if (Digest.TryParse(tagOrDigest, out Digest digest) && Referrer(manifest) is ({ } subject, not null))
        {
            await _referrers.RemoveFromTagAsync(repository, subject, digest, cancellationToken).ConfigureAwait(false);
        }

        return true;
    }

    /// <summary>Deletes a blob; false where there was none.</summary>
    public Task<bool> DeleteBlobAsync(string repository, Digest digest, CancellationToken cancellationToken) =>
        _manifests.DeleteAsync(repository, $"{repository}/blobs/{digest}", cancellationToken);

    /// <summary>All tags of a repository, in the registry's order; none where it doesn't exist.</summary>
    public IAsyncEnumerable<string> ListTagsAsync(string repository, CancellationToken cancellationToken) =>
        RegistryLists.ReadAsync(_server, $"{repository}/tags/list", "tags", repository, RegistryRequest.Pull(repository), cancellationToken);

    /// <summary>All repositories, where the registry shows them.</summary>
    public IAsyncEnumerable<string> ListRepositoriesAsync(CancellationToken cancellationToken) =>
        RegistryLists.ReadAsync(_server, "_catalog", "repositories", "", ["registry:catalog:*"], cancellationToken);

    /// <summary>What refers to a manifest, of one artifact type or of all.</summary>
    public IAsyncEnumerable<Descriptor> ListReferrersAsync(string repository, Digest subject, string? artifactType, CancellationToken cancellationToken) =>
        _referrers.ListAsync(repository, subject, artifactType, cancellationToken);

    /// <summary>Closes what refused mounts left open, and the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        await _sessions.CancelKeptAsync().ConfigureAwait(false);
        foreach (RegistryEndpoint endpoint in _pullOrder)
        {
            endpoint.Dispose();
        }

        _referrers.Dispose();
    }

    private static RegistryRequest Pull(HttpMethod method, string repository, Digest digest) => new(method, $"{repository}/blobs/{digest}")
    {
        Repository = repository,
        Scopes = RegistryRequest.Pull(repository),
        What = $"reading blob {digest.ToShortString()} of {repository}",
    };

    /// <summary>Subject, and the descriptor under which the manifest is listed there (artifact type and annotations of its own).</summary>
    private static (Digest Subject, Descriptor Referrer)? Referrer(ManifestContent manifest)
    {
        if (MediaTypes.IsManifest(manifest.MediaType) && Manifest.Parse(manifest.Content, manifest.MediaType) is { Subject: { } subject } image)
        {
            return (subject.Digest, image.ToDescriptor() with { Annotations = image.Annotations });
        }

        return MediaTypes.IsIndex(manifest.MediaType) && ImageIndex.Parse(manifest.Content, manifest.MediaType) is { Subject: { } owner } index
            ? (owner.Digest, index.ToDescriptor() with { Annotations = index.Annotations })
            : null;
    }

    /// <summary>Asks the mirrors in order, then the registry itself, whose word is final.</summary>
    private async Task<T?> FromMirrorsAsync<T>(Func<RegistryEndpoint, Task<T?>> ask)
        where T : class
    {
        foreach (RegistryEndpoint mirror in _pullOrder.SkipLast(1))
        {
            try
            {
                if (await ask(mirror).ConfigureAwait(false) is { } found)
                {
                    return found;
                }
            }
            catch (RegistryException error)
            {
                _logger.LogDebug("Mirror {Host} of {Registry} doesn't help: {Reason}", mirror.Host, Registry, error.Message);
            }
        }

        return await ask(_server).ConfigureAwait(false);
    }
}
