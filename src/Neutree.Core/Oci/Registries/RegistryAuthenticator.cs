using System.Collections.Concurrent;
using System.Net.Http.Headers;

namespace Neutree.Core.Oci.Registries;

/// <summary>
/// Answers one host's challenges. It learns them from the ping, so that a token is there before a body is streamed, and renews tokens
/// before they end.
/// </summary>
internal sealed class RegistryAuthenticator(
    Uri registry,
    RegistryTransport transport,
    Func<string, CancellationToken, Task<RegistryCredential?>> findCredential,
    TimeSpan patience,
    RegistryEnvironment environment) : IDisposable
{
    private readonly BearerTokenClient _tokens = new(transport, registry, patience, environment);
    private readonly ConcurrentDictionary<string, BearerToken> _cache = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, RegistryCredential?> _credentials = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim _fetching = new(1, 1);
    private volatile IReadOnlyList<AuthChallenge> _challenges = [];

    /// <summary>What the registry asked for last; empty: nothing.</summary>
    public void Learn(IReadOnlyList<AuthChallenge> challenges)
    {
        if (challenges.Count > 0)
        {
            _challenges = challenges;
        }
    }

    /// <summary>The value of the <c>Authorization</c> header for these scopes, or null where none is asked for.</summary>
    /// <param name="repository">Picks the credentials; empty for requests about no repository.</param>
    /// <param name="scopes">What the token must allow, the most important first: some servers read only one.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<AuthenticationHeaderValue?> GetHeaderAsync(string repository, IReadOnlyList<string> scopes, CancellationToken cancellationToken)
    {
        IReadOnlyList<AuthChallenge> challenges = _challenges;
        AuthChallenge? bearer = challenges.FirstOrDefault(c => c.IsBearer && c["realm"] is not null);
        if (bearer is null && !challenges.Any(c => c.IsBasic))
        {
            return null;
        }

        RegistryCredential? credential = await CredentialAsync(repository, cancellationToken).ConfigureAwait(false);
        if (bearer is null)
        {
            return credential is { UserName.Length: > 0 } ? new AuthenticationHeaderValue("Basic", credential.ToBasic()) : null;
        }

        if (credential?.RegistryToken is { } ready)
        {
            return new AuthenticationHeaderValue("Bearer", ready);
        }

        BearerToken token = await TokenAsync(bearer, repository, scopes, credential, cancellationToken).ConfigureAwait(false);
        return new AuthenticationHeaderValue("Bearer", token.Value);
    }

    /// <summary>Whether credentials are known for this repository, which decides what a refusal means.</summary>
    public async Task<bool> HasCredentialAsync(string repository, CancellationToken cancellationToken) =>
        await CredentialAsync(repository, cancellationToken).ConfigureAwait(false) is not null;

    /// <summary>
    /// Takes in the challenges of a 401. The answer says whether asking again makes sense, and with which scopes: those the registry
    /// misses go first.
    /// </summary>
    public (bool Retry, IReadOnlyList<string> Scopes) Challenge(
        IReadOnlyList<AuthChallenge> challenges,
        AuthenticationHeaderValue? sent,
        string repository,
        IReadOnlyList<string> scopes)
    {
        Learn(challenges);
        if (sent is null)
        {
            return (challenges.Any(c => c.IsBasic || c.IsBearer), scopes);
        }

        if (sent.Scheme != "Bearer")
        {
            return (challenges.Any(c => c.IsBearer) && !challenges.Any(c => c.IsBasic), scopes);
        }

        AuthChallenge? bearer = challenges.FirstOrDefault(c => c.IsBearer);
        foreach (string key in _cache.Where(entry => entry.Value.Value == sent.Parameter).Select(entry => entry.Key))
        {
            _cache.TryRemove(key, out _);
        }

        string[] missing = [.. (bearer?["scope"] ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(s => !scopes.Contains(s))];
        return (bearer is not null, missing.Length == 0 ? scopes : [.. missing, .. scopes]);
    }

    public void Dispose() => _fetching.Dispose();

    private async Task<BearerToken> TokenAsync(
        AuthChallenge bearer,
        string repository,
        IReadOnlyList<string> scopes,
        RegistryCredential? credential,
        CancellationToken cancellationToken)
    {
        string key = string.Join(' ', scopes) + "\n" + bearer["realm"] + "\n" + bearer["service"] + "\n" + repository;
        if (Fresh(key) is { } cached)
        {
            return cached;
        }

        await _fetching.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Fresh(key) is { } meanwhile)
            {
                return meanwhile;
            }

            BearerToken token = await _tokens.FetchAsync(bearer, scopes, credential, cancellationToken).ConfigureAwait(false);
            _cache[key] = token;
            return token;
        }
        finally
        {
            _fetching.Release();
        }
    }

    private BearerToken? Fresh(string key)
    {
        // Time for the request to arrive, but no more than lets tokens of a few seconds be used at all.
        TimeSpan margin = TimeSpan.FromSeconds(5);
        if (!_cache.TryGetValue(key, out BearerToken? token))
        {
            return null;
        }

        TimeSpan left = token.Expires - environment.Time.GetUtcNow();
        return left > margin ? token : null;
    }

    private async Task<RegistryCredential?> CredentialAsync(string repository, CancellationToken cancellationToken)
    {
        if (_credentials.TryGetValue(repository, out RegistryCredential? known))
        {
            return known;
        }

        RegistryCredential? found = await findCredential(repository, cancellationToken).ConfigureAwait(false);
        _credentials[repository] = found;
        return found;
    }
}
