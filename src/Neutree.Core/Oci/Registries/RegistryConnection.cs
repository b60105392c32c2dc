using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Neutree.Core.Http;

namespace Neutree.Core.Oci.Registries;

/// <summary>Puts single requests to a host on the wire and waits for the head of each answer, for as long as bytes move. Knows which scheme the host speaks.</summary>
internal sealed class RegistryConnection(RegistryHostSettings settings, TimeSpan stallTimeout, ILogger logger) : IDisposable
{
    private readonly ConcurrentDictionary<string, bool> _warnings = new(StringComparer.Ordinal);

    public RegistryTransport Transport { get; } = new(settings);

    /// <summary>The API's address; its scheme may change with the first request.</summary>
    public Uri Base { get; private set; } = settings.ApiBase;

    /// <summary>Why the host's certificate was refused; null where it wasn't.</summary>
    public CertificateProblem? CertificateProblem => Transport.CertificateProblem;

    private string Host => settings.ApiBase.Authority;

    /// <summary>Asks the API's base; a host on the loopback that doesn't speak TLS is asked without from then on.</summary>
    public async Task<HttpResponseMessage> SendFirstAsync(RegistryRequest ping, CancellationToken cancellationToken)
    {
        try
        {
            return await SendAsync(ping, Base, null, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException error) when (
            error.HttpRequestError == HttpRequestError.SecureConnectionError
            && settings.MayFallBackToPlain
            && Base.Scheme == Uri.UriSchemeHttps
            && CertificateProblem is null)
        {
            logger.LogDebug("{Host} doesn't speak TLS; using HTTP without it on the loopback", Host);
            Base = new UriBuilder(Base) { Scheme = Uri.UriSchemeHttp, Port = Base.Port }.Uri;
            return await SendAsync(ping, Base, null, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends a request to the host, or to where it redirects; headers that were configured go to the host only.</summary>
    /// <exception cref="TimeoutException">No byte moved for too long.</exception>
    public async Task<HttpResponseMessage> SendAsync(RegistryRequest request, Uri url, AuthenticationHeaderValue? authorization, CancellationToken cancellationToken)
    {
        bool own = HostNetwork.SameOrigin(url, Base);
        using HttpRequestMessage message = new(request.Method, url) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        message.Headers.Authorization = authorization;
        message.Headers.TryAddWithoutValidation("User-Agent", "neutree/1");
        message.Content = request.Body?.Invoke();
        foreach (string type in request.Accept)
        {
            message.Headers.TryAddWithoutValidation("Accept", type);
        }

        foreach ((string name, string value) in own ? request.Headers.Concat(settings.Headers) : request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                message.Content?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using CancellationTokenSource stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (message.Content is StreamedBody streamed)
        {
            streamed.WatchWith(stall, stallTimeout);
        }
        else
        {
            stall.CancelAfter(stallTimeout);
        }

        try
        {
            HttpResponseMessage response = await (own ? Transport.Own : Transport.Foreign)
                .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, stall.Token).ConfigureAwait(false);
            LogWarnings(response);
            return response;
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw Stalled(error);
        }
    }

    public static TimeoutException Stalled(Exception inner) => new("the connection moved no byte for too long", inner);

    public void Dispose() => Transport.Dispose();

    private void LogWarnings(HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Warning", out HeaderStringValues values))
        {
            return;
        }

        foreach (string value in values)
        {
            int start = value.IndexOf('"', StringComparison.Ordinal);
            int end = value.LastIndexOf('"');
            if (value.StartsWith("299 ", StringComparison.Ordinal) && end > start && _warnings.TryAdd(value[(start + 1)..end], true))
            {
                logger.LogWarning("{Host} says: {Warning}", Host, value[(start + 1)..end]);
            }
        }
    }
}
