using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.Logging;
using Neutree.Core.Http;
using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Packages.Servers;

/// <summary>
/// A server that packages are fetched from and put on, over HTTP/1.1. What shows who asks goes to the host of its address alone; redirects are followed by
/// hand, within bounds. Requests are tried again after 408, 429, 5xx, broken connections and stalls.
/// </summary>
internal sealed class FileServer : IDisposable
{
    private const int MaxRedirects = 10;

    // From this length on a refusal should come before the body was sent.
    private const long AskFirst = 1024 * 1024;

    private readonly Uri _address;
    private readonly RegistryTransport _transport;
    private readonly AuthenticationHeaderValue? _authorization;
    private readonly TimeSpan _stallTimeout;
    private readonly HostPacer _pacer;

    /// <param name="address">http or https. User and password in it count where the options name neither a token nor a credential.</param>
    /// <param name="options">How the server is reached.</param>
    /// <param name="errorId">The id of its failures.</param>
    /// <param name="advice">What to do about most of them.</param>
    /// <param name="environment">The clock.</param>
    /// <param name="logger">Told of every further try.</param>
    /// <exception cref="PackageException">The address has another scheme, or token and credential are both given.</exception>
    public FileServer(Uri address, PackageServerOptions options, string errorId, string advice, RegistryEnvironment environment, ILogger logger)
    {
        RegistryOptions connection = options.Connection;
        NetworkCredential? credential = connection.Credential ?? (options.Token is null ? FromUserInfo(address) : null);
        Failures = new FileServerFailure(errorId, advice, [.. new[] { options.Token, credential?.Password }.OfType<string>().Where(static secret => secret.Length > 0)]);
        _address = ServerAddress.WithoutUser(address);
        FileRequest anything = new(HttpMethod.Get, _address, $"reaching {ServerAddress.Printable(_address)}");
        if (address.Scheme is not ("http" or "https"))
        {
            throw Failures.Create(anything, ErrorKind.InvalidArgument, $"'{address.Scheme}' is not supported, only http, https and oci");
        }

        if (options.Token is not null && connection.Credential is not null)
        {
            throw Failures.Create(anything, ErrorKind.InvalidArgument, "a token and a credential were given", "Give either the token or user name and password.");
        }

        if (options.Token is { } given && (given.Length == 0 || given.Any(static c => c is <= ' ' or > '~')))
        {
            throw Failures.Create(anything, ErrorKind.InvalidArgument, "the token is empty, or has a character that can't be sent", "Check the token for line breaks and blanks.");
        }

        _authorization = options.Token is { } token ? new AuthenticationHeaderValue("Bearer", token)
            : credential is not null ? new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{credential.UserName}:{credential.Password}")))
            : null;
        if (_authorization is not null && address.Scheme == Uri.UriSchemeHttp && !HostNetwork.IsLoopback(address.Host))
        {
            logger.LogWarning("{Host} is spoken to without TLS: the {Secret} can be read on the way.", address.Authority, options.Token is null ? "password" : "token");
        }

        _stallTimeout = connection.StallTimeout;
        _transport = new RegistryTransport(new RegistryHostSettingsReader(environment).Read(address.Authority, connection));
        _pacer = new HostPacer(int.MaxValue, environment);
        Retries = new HostRetries(address.Authority, connection.Retry, _pacer, () => MayPass, environment, logger);
    }

    /// <summary>False once the server's certificate was refused: that doesn't pass by waiting.</summary>
    public bool MayPass => _transport.CertificateProblem is null;

    public HostRetries Retries { get; }

    public FileServerFailure Failures { get; }

    private bool SignedIn => _authorization is not null;

    /// <summary>Sends a request, again where that may help, and returns the answer once its headers are there.</summary>
    /// <exception cref="PackageException">No answer came, or it leads where no client should be sent.</exception>
    public async Task<HttpResponseMessage> SendAsync(FileRequest request, CancellationToken cancellationToken)
    {
        try
        {
            HttpResponseMessage response = await Retries.Pipeline.ExecuteAsync(
                static async (state, token) => await state.Server.SendOnceAsync(state.Request, token).ConfigureAwait(false),
                (Server: this, Request: request),
                cancellationToken).ConfigureAwait(false);
            NoteSuccess();
            return response;
        }
        catch (Exception error) when (HostRetries.IsTransient(error))
        {
            throw FromConnection(error, request);
        }
    }

    /// <summary>Forgets earlier failures: the next pause is short again.</summary>
    public void NoteSuccess() => _pacer.ReportSuccess();

    /// <summary>Sends as <see cref="SendAsync"/> does, and throws unless the answer's status is a success or one of <paramref name="accepted"/>.</summary>
    public async Task<HttpResponseMessage> SendCheckedAsync(FileRequest request, CancellationToken cancellationToken, params HttpStatusCode[] accepted)
    {
        HttpResponseMessage response = await SendAsync(request, cancellationToken).ConfigureAwait(false);
        if (response.IsSuccessStatusCode || accepted.Contains(response.StatusCode))
        {
            return response;
        }

        using (response)
        {
            throw await FromAnswerAsync(response, request, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Sends a request once; redirects are followed where the method allows it.</summary>
    /// <exception cref="PackageException">A redirect leads where no client should be sent, or the file to send can't be read.</exception>
    public async Task<HttpResponseMessage> SendOnceAsync(FileRequest request, CancellationToken cancellationToken)
    {
        Uri address = request.Address;
        for (int redirects = 0; redirects <= MaxRedirects; redirects++)
        {
            HttpResponseMessage response = await SendToAsync(request, address, asksFirst: true, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode == HttpStatusCode.ExpectationFailed)
            {
                response.Dispose();
                response = await SendToAsync(request, address, asksFirst: false, cancellationToken).ConfigureAwait(false);
            }

            if (!Follows(request.Method, response.StatusCode) || response.Headers.Location is not { } location)
            {
                return response;
            }

            response.Dispose();
            address = await ResolveAsync(request, address, location, cancellationToken).ConfigureAwait(false);
        }

        throw Failures.Create(request, ErrorKind.ServerFault, $"more than {MaxRedirects} redirects");
    }

    public Task<PackageException> FromAnswerAsync(HttpResponseMessage response, FileRequest request, CancellationToken cancellationToken) =>
        Failures.FromAnswerAsync(response, request, SignedIn, cancellationToken);

    public PackageException FromConnection(Exception error, FileRequest request) => Failures.FromConnection(error, request, _transport.CertificateProblem);

    /// <summary>Reads some bytes of an answer; a connection that moves none for too long counts as broken.</summary>
    public async Task<int> ReadAsync(Stream body, Memory<byte> buffer, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(_stallTimeout);
        try
        {
            return await body.ReadAsync(buffer, stall.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw Stalled(error);
        }
    }

    public void Dispose() => _transport.Dispose();

    private static NetworkCredential? FromUserInfo(Uri address)
    {
        if (address.UserInfo.Length == 0)
        {
            return null;
        }

        string[] parts = address.UserInfo.Split(':', 2);
        return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
    }

    private TimeoutException Stalled(Exception inner) => new($"the connection moved no byte for {_stallTimeout.TotalSeconds:0} s", inner);

    /// <summary>303 after an upload says where the outcome is shown; the other redirects of one only those follow that keep method and body.</summary>
    private static bool Follows(HttpMethod method, HttpStatusCode status) =>
        status is HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
        || ((method == HttpMethod.Get || method == HttpMethod.Head)
            && status is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther);

    private async Task<Uri> ResolveAsync(FileRequest request, Uri from, Uri location, CancellationToken cancellationToken)
    {
        try
        {
            return await RedirectRules.ResolveAsync(_address, from, location, cancellationToken).ConfigureAwait(false);
        }
        catch (RegistryException error)
        {
            throw Failures.Create(request, error.Kind, error.Message, inner: error);
        }
    }

    private async Task<HttpResponseMessage> SendToAsync(FileRequest request, Uri address, bool asksFirst, CancellationToken cancellationToken)
    {
        bool own = HostNetwork.SameOrigin(address, _address);
        using UploadBody? body = request.Body?.Invoke();
        using HttpRequestMessage message = new(request.Method, address) { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = body };
        message.Headers.TryAddWithoutValidation("User-Agent", "neutree/1");
        message.Headers.Authorization = own ? _authorization : null;
        message.Headers.ExpectContinue = asksFirst && body is { BodyLength: >= AskFirst } ? true : null;
        foreach ((string name, string value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
            {
                body?.Headers.TryAddWithoutValidation(name, value);
            }
        }

        using CancellationTokenSource stall = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stall.CancelAfter(_stallTimeout);
        body?.WatchWith(stall, _stallTimeout);
        try
        {
            return await (own ? _transport.Own : _transport.Foreign).SendAsync(message, HttpCompletionOption.ResponseHeadersRead, stall.Token).ConfigureAwait(false);
        }
        catch (Exception error) when (body?.SourceError is { } unreadable && error is not OperationCanceledException)
        {
            throw Failures.Create(request, ErrorKind.InvalidData, $"the file can't be read: {unreadable.Message}", "See that the file stays as it is while it is sent.", unreadable);
        }
        catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
        {
            throw Stalled(error);
        }
    }
}
