using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Neutree.Core.Oci.Registries;

/// <summary>Opens, finds again and gives up upload sessions of one registry.</summary>
internal sealed class UploadSessions(RegistryEndpoint endpoint, string registry, IUploadJournal? journal, ILogger logger)
{
    private static readonly TimeSpan CancelPatience = TimeSpan.FromMilliseconds(400);
    private readonly ConcurrentDictionary<(string Repository, Digest Digest), UploadSession> _kept = new();

    /// <summary>Keeps a session that a refused mount opened, for the upload of that blob.</summary>
    public void Keep(string repository, Digest digest, UploadSession session) => _kept[(repository, digest)] = session;

    /// <summary>A session for this blob: the one of an earlier run, the one of a refused mount, or a new one.</summary>
    public async Task<UploadSession> OpenAsync(string repository, BlobContent content, CancellationToken cancellationToken)
    {
        if (content.ResumeKey is { } key && journal?.FindUpload(registry, repository, key) is { } recorded)
        {
            if (await FindAsync(repository, new UploadSession(recorded, 0, 0), cancellationToken).ConfigureAwait(false) is { } session
                && !(session.Offset > content.Length))
            {
                logger.LogInformation("{Registry}: going on with {Blob} at byte {Offset}", registry, content.Name, session.Offset);
                return session;
            }

            journal.ForgetUpload(registry, repository, key);
        }

        return content.Digest is { } digest && _kept.TryRemove((repository, digest), out UploadSession? kept)
            ? kept
            : await StartAsync(repository, content, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A new session.</summary>
    public async Task<UploadSession> StartAsync(string repository, BlobContent content, CancellationToken cancellationToken)
    {
        string algorithm = content.Digest is { Algorithm: not "sha256" } digest ? "?digest-algorithm=" + digest.Algorithm : "";
        RegistryRequest request = new(HttpMethod.Post, $"{repository}/blobs/uploads/{algorithm}")
        {
            Repository = repository,
            Scopes = RegistryRequest.Push(repository),
            Body = static () => new ByteArrayContent([]),
            What = $"push of {content.Name} to {repository}",
        };
        using HttpResponseMessage response = await endpoint.SendCheckedAsync(request, cancellationToken).ConfigureAwait(false);
        return response.Headers.Location is null
            ? throw new RegistryException("Registry.NoLocation", ErrorKind.ServerFault, $"{request.What} failed on {registry}: it opened an upload without a Location") { Target = registry }
            : (await UploadSession.ReadAsync(endpoint, endpoint.UrlOf(request), response, 0, cancellationToken).ConfigureAwait(false)) with { Offset = 0 };
    }

    /// <summary>The session as the registry sees it now, or null where it doesn't know it any more.</summary>
    public async Task<UploadSession?> FindAsync(string repository, UploadSession session, CancellationToken cancellationToken)
    {
        RegistryRequest request = ForSession(HttpMethod.Get, repository, session);
        using HttpResponseMessage response = await endpoint.SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            return null;
        }

        UploadSession found = await UploadSession.ReadAsync(endpoint, session.Location, response, 0, cancellationToken).ConfigureAwait(false);
        return found with { MinimumChunk = Math.Max(found.MinimumChunk, session.MinimumChunk) };
    }

    public void Record(string repository, BlobContent content, UploadSession session)
    {
        if (content.ResumeKey is { } key)
        {
            journal?.RecordUpload(registry, repository, key, session.Location);
        }
    }

    public void Forget(string repository, BlobContent content)
    {
        if (content.ResumeKey is { } key)
        {
            journal?.ForgetUpload(registry, repository, key);
        }
    }

    /// <summary>Tells the registry that a session won't be continued. A registry that doesn't listen clears it up by itself later.</summary>
    public async Task CancelAsync(string repository, UploadSession session)
    {
        using CancellationTokenSource limit = new(CancelPatience);
        try
        {
            RegistryRequest request = ForSession(HttpMethod.Delete, repository, session) with { OneShot = true, TakesSlot = false };
            using HttpResponseMessage response = await endpoint.SendAsync(request, limit.Token).ConfigureAwait(false);
            logger.LogDebug("{Registry}: closing an upload answered {Status}", registry, (int)response.StatusCode);
        }
        catch (Exception error) when (error is RegistryException or OperationCanceledException)
        {
            logger.LogDebug("{Registry}: an upload stays open: {Reason}", registry, error.Message);
        }
    }

    /// <summary>Closes the sessions of refused mounts that no upload used.</summary>
    public async Task CancelKeptAsync()
    {
        foreach ((string Repository, Digest Digest) key in _kept.Keys)
        {
            if (_kept.TryRemove(key, out UploadSession? session))
            {
                await CancelAsync(key.Repository, session).ConfigureAwait(false);
            }
        }
    }

    private static RegistryRequest ForSession(HttpMethod method, string repository, UploadSession session) => new(method, "")
    {
        Location = session.Location,
        Repository = repository,
        Scopes = RegistryRequest.Push(repository),
        What = $"asking for an upload of {repository}",
    };
}
