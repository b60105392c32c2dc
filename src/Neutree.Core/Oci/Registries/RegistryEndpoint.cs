using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Neutree.Core.Http;

namespace Neutree.Core.Oci.Registries;

/// <summary>
/// One host that speaks the distribution API. Each request goes through: a slot of the host, the token for its scopes, the request,
/// one renewal of the token after a 401, redirects by hand, and retries with back-off for what may pass: 408, 429, 5xx, broken
/// connections and stalls.
/// </summary>
internal sealed class RegistryEndpoint : IDisposable
{
    private const int MaxRedirects = 5;

    private readonly RegistryHostSettings _settings;
    private readonly RegistryOptions _options;
    private readonly RegistryEnvironment _environment;
    private readonly ILogger _logger;
    private readonly RegistryConnection _connection;
    private readonly Func<string, CancellationToken, Task<RegistryCredential?>> _findCredential;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private volatile RegistryAuthenticator? _authenticator;
    private volatile RegistryException? _unreachable;

    public RegistryEndpoint(
        RegistryHostSettings settings,
        RegistryOptions options,
        Func<string, CancellationToken, Task<RegistryCredential?>> findCredential,
        RegistryEnvironment environment,
        ILogger logger)
    {
        _settings = settings;
        _options = options;
        _environment = environment;
        _logger = logger;
        _findCredential = findCredential;
        _connection = new RegistryConnection(settings, options.StallTimeout, logger);
        Pacer = new HostPacer(options.ThrottleLimit, environment);
        Retries = new HostRetries(Host, options.Retry, Pacer, () => _connection.CertificateProblem is null, environment, logger);
    }

    /// <summary>Host and port, for messages.</summary>
    public string Host => _settings.ApiBase.Authority;

    public HostPacer Pacer { get; }

    public HostRetries Retries { get; }

    public TimeSpan StallTimeout => _options.StallTimeout;

    /// <summary>
    /// Asks the API's base once: learns whether TLS is spoken and what authentication is wanted. Where all tries failed, every later
    /// request fails at once for the same reason: a run of many images must not wait for each of them.
    /// </summary>
    /// <exception cref="RegistryException">The registry can't be reached.</exception>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        if (_authenticator is not null)
        {
            return;
        }

        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_authenticator is null)
            {
                _authenticator = _unreachable is { } known
                    ? throw new RegistryException(known.ErrorId, known.Kind, known.Message, known) { Target = known.Target, Recommendation = known.Recommendation }
                    : await PingAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>
    /// Sends a request and returns the answer once its headers are there. Answers of every status are returned, except that those
    /// worth a retry were retried before.
    /// </summary>
    /// <exception cref="RegistryException">No answer came, or it redirects where it must not.</exception>
    public async Task<HttpResponseMessage> SendAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return request.OneShot
                ? await SendInSlotAsync(request, cancellationToken).ConfigureAwait(false)
                : await Retries.Pipeline.ExecuteAsync(
                    static async (state, token) => await state.Endpoint.SendInSlotAsync(state.Request, token).ConfigureAwait(false),
                    (Endpoint: this, Request: request),
                    cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (HostRetries.IsTransient(error))
        {
            throw RegistryFailure.FromConnection(error, request.What, Host, _connection.CertificateProblem);
        }
    }

    /// <summary>Sends, and throws unless the answer's status is a success or one of <paramref name="accepted"/>.</summary>
    public async Task<HttpResponseMessage> SendCheckedAsync(RegistryRequest request, CancellationToken cancellationToken, params HttpStatusCode[] accepted)
    {
        HttpResponseMessage response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode || accepted.Contains(response.StatusCode))
        {
            return response;
        }

        using (response)
        {
            throw await FailureAsync(response, request, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>The error an unwanted answer stands for. A refusal in spite of accepted credentials is a missing right.</summary>
    public async Task<RegistryException> FailureAsync(HttpResponseMessage response, RegistryRequest request, CancellationToken cancellationToken)
    {
        bool missingRight = response.StatusCode == HttpStatusCode.Unauthorized
            && Challenges(response).Any(c => c.IsBearer)
            && _authenticator is { } authenticator
            && await authenticator.HasCredentialAsync(request.Repository, cancellationToken).ConfigureAwait(false);
        if (!missingRight)
        {
            bool signedIn = _authenticator is { } used && await used.HasCredentialAsync(request.Repository, cancellationToken).ConfigureAwait(false);
            return await RegistryFailure.FromAnswerAsync(response, request.What, Host, cancellationToken, signedIn).ConfigureAwait(false);
        }

        return new RegistryException("Registry.PermissionDenied", ErrorKind.PermissionDenied, $"{request.What} failed on {Host}: the account may not do this")
        {
            StatusCode = response.StatusCode,
            Target = Host,
            Recommendation = "Ask for the right to do this in that repository, or use another account.",
        };
    }

    /// <summary>The whole body, bounded in size and time; null where it is larger.</summary>
    public async Task<byte[]?> ReadBodyAsync(HttpResponseMessage response, int limit, string what, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(_options.StallTimeout);
        try
        {
            return await BoundedBody.ReadAsync(response.Content, limit, stall.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw RegistryFailure.FromConnection(RegistryConnection.Stalled(error), what, Host, null);
        }
        catch (Exception error) when (HostRetries.IsTransient(error))
        {
            throw RegistryFailure.FromConnection(error, what, Host, null);
        }
    }

    /// <summary>A URL of a <c>Location</c> or <c>Link</c> header as it may be followed.</summary>
    /// <exception cref="RegistryException">It leads where no client should be sent.</exception>
    public Task<Uri> ResolveAsync(Uri from, Uri location, CancellationToken cancellationToken) =>
        RedirectRules.ResolveAsync(_connection.Base, from, location, cancellationToken);

    public Uri UrlOf(RegistryRequest request) => request.Location ?? new Uri(_connection.Base, request.Path);

    public void Dispose()
    {
        _connection.Dispose();
        _authenticator?.Dispose();
        _opening.Dispose();
    }

    private async Task<RegistryAuthenticator> PingAsync(CancellationToken cancellationToken)
    {
        RegistryRequest ping = new(HttpMethod.Get, "") { What = "reaching the registry" };
        HttpResponseMessage response;
        try
        {
            response = await Retries.Pipeline.ExecuteAsync(async token => await _connection.SendFirstAsync(ping, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (HostRetries.IsTransient(error))
        {
            _unreachable = RegistryFailure.FromConnection(error, ping.What, Host, _connection.CertificateProblem);
            throw _unreachable;
        }

        using (response)
        {
            RegistryAuthenticator authenticator = new(_connection.Base, _connection.Transport, _findCredential, _options.StallTimeout, _environment);
            if (response.StatusCode == HttpStatusCode.Unauthorized)
            {
                IReadOnlyList<AuthChallenge> challenges = Challenges(response);
                authenticator.Learn(challenges);
                if (_options.Credential is not null && !challenges.Any(challenge => challenge.IsBearer))
                {
                    await CheckCredentialAsync(authenticator, cancellationToken).ConfigureAwait(false);
                }
            }

            return authenticator;
        }
    }

    // A wrong password is tried once in a run, not once for each image: directories lock accounts after a few tries.
    private async Task CheckCredentialAsync(RegistryAuthenticator authenticator, CancellationToken cancellationToken)
    {
        RegistryRequest check = new(HttpMethod.Get, "") { What = "signing in" };
        try
        {
            AuthenticationHeaderValue? header = await authenticator.GetHeaderAsync("", [], cancellationToken).ConfigureAwait(false);
            using HttpResponseMessage response = await _connection.SendAsync(check, _connection.Base, header, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.Unauthorized)
            {
                _unreachable = await RegistryFailure.FromAnswerAsync(response, check.What, Host, cancellationToken, signedIn: true).ConfigureAwait(false);
                throw _unreachable;
            }
        }
        catch (Exception error) when (HostRetries.IsTransient(error))
        {
            // The requests to come retry, and report what stays broken.
            _logger.LogDebug("{Host}: the credentials couldn't be checked: {Reason}", Host, error.Message);
        }
    }

    private async Task<HttpResponseMessage> SendInSlotAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        if (request.TakesSlot)
        {
            await Pacer.EnterAsync(cancellationToken).ConfigureAwait(false);
        }

        try
        {
            HttpResponseMessage response = await SendAuthorizedAsync(request, cancellationToken).ConfigureAwait(false);
            if (!HostRetries.IsTransient(response.StatusCode))
            {
                Pacer.ReportSuccess();
            }

            return response;
        }
        finally
        {
            if (request.TakesSlot)
            {
                Pacer.Leave();
            }
        }
    }

    private async Task<HttpResponseMessage> SendAuthorizedAsync(RegistryRequest request, CancellationToken cancellationToken)
    {
        Uri url = UrlOf(request);
        IReadOnlyList<string> scopes = request.Scopes;
        bool renewed = false;
        int hops = 0;
        while (true)
        {
            bool own = HostNetwork.SameOrigin(url, _connection.Base);
            AuthenticationHeaderValue? authorization = own
                ? await _authenticator!.GetHeaderAsync(request.Repository, scopes, cancellationToken).ConfigureAwait(false)
                : null;
            HttpResponseMessage response = await _connection.SendAsync(request, url, authorization, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.Unauthorized && own && !renewed)
            {
                (bool retry, scopes) = _authenticator!.Challenge(Challenges(response), authorization, request.Repository, scopes);
                renewed = true;
                if (retry && !request.OneShot)
                {
                    response.Dispose();
                    continue;
                }
            }

            if (!IsRedirect(response.StatusCode) || response.Headers.Location is not { } location || request.OneShot)
            {
                return response;
            }

            response.Dispose();
            url = ++hops <= MaxRedirects
                ? await RedirectRules.ResolveAsync(_connection.Base, url, location, cancellationToken).ConfigureAwait(false)
                : throw new RegistryException("Registry.TooManyRedirects", ErrorKind.ServerFault, $"{request.What} failed on {Host}: more than {MaxRedirects} redirects") { Target = Host };
        }
    }

    private static bool IsRedirect(HttpStatusCode status) =>
        status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    private static IReadOnlyList<AuthChallenge> Challenges(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out HeaderStringValues values) ? AuthChallenge.Parse(values) : [];
}
