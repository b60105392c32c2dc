using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.Logging;
using Neutree.Core.Http;
using Neutree.Core.Kubernetes.Configuration;
using Neutree.Core.Kubernetes.Credentials;

namespace Neutree.Core.Kubernetes.Requests;

/// <summary>Sends requests to one API server as one user: signed in, not too many at once, again where that may help.</summary>
internal sealed class ApiConnection : IDisposable
{
    private readonly ClusterConnection _connection;
    private readonly KubernetesClientOptions _options;
    private readonly KubernetesEnvironment _environment;
    private readonly UserCredentials _credentials;
    private readonly Impersonation _impersonation;
    private readonly ApiTransport _transport;
    private readonly RequestGate _gate;
    private readonly ApiRetries _retries;
    private readonly ServerWarnings _warnings;

    /// <exception cref="KubernetesException">The connection's files or settings can't be used.</exception>
    public ApiConnection(ClusterConnection connection, KubernetesClientOptions options, KubernetesEnvironment environment, ILogger logger)
    {
        _connection = connection;
        _options = options;
        _environment = environment;
        _credentials = UserCredentials.Of(connection, environment, logger);
        _impersonation = options.ImpersonatedUser is { } user
            ? new Impersonation { User = user, Groups = options.ImpersonatedGroups }
            : connection.User.Impersonation;
        _transport = new ApiTransport(connection, environment);
        _gate = new RequestGate(options.RequestsAtOnce, environment.Time);
        _retries = new ApiRetries(options.Retry, () => _transport.CertificateProblem is null, environment, logger);
        _warnings = new ServerWarnings(logger);
    }

    public Uri Server => _connection.Server;

    /// <summary>Sends a request and reads the answer, or the beginning of it where it is streamed.</summary>
    /// <exception cref="KubernetesException">No answer came, or the server refused.</exception>
    public async Task<ApiAnswer> SendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        ApiAnswer answer;
        try
        {
            answer = await _retries.For(request)
                .ExecuteAsync(async token => await SignInAndSendAsync(request, token).ConfigureAwait(false), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or TimeoutException)
        {
            throw ApiFailure.FromConnection(error, request, Server, _transport.CertificateProblem);
        }

        return answer.IsSuccess ? answer : throw ApiFailure.FromAnswer(answer, request, Server);
    }

    public void Dispose()
    {
        _transport.Dispose();
        _gate.Dispose();
        _credentials.Dispose();
    }

    private async Task<ApiAnswer> SignInAndSendAsync(ApiRequest request, CancellationToken cancellationToken)
    {
        Credential credential = await _credentials.GetAsync(cancellationToken).ConfigureAwait(false);
        ApiAnswer answer = await AttemptAsync(request, credential, cancellationToken).ConfigureAwait(false);
        if (answer.Status != HttpStatusCode.Unauthorized || !_credentials.Reject(credential))
        {
            return answer;
        }

        credential = await _credentials.GetAsync(cancellationToken).ConfigureAwait(false);
        return await AttemptAsync(request, credential, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ApiAnswer> AttemptAsync(ApiRequest request, Credential credential, CancellationToken cancellationToken)
    {
        int entered = await _gate.EnterAsync(cancellationToken).ConfigureAwait(false);
        ApiAnswer? answer = null;
        try
        {
            answer = await ExchangeAsync(request, credential, cancellationToken).ConfigureAwait(false);
            return answer;
        }
        finally
        {
            _gate.Leave(entered, answer?.Status == HttpStatusCode.TooManyRequests, ApiRetries.Bearable(answer?.RetryAfter));
        }
    }

    private async Task<ApiAnswer> ExchangeAsync(ApiRequest request, Credential credential, CancellationToken cancellationToken)
    {
        using CancellationTokenSource limit = new(_options.RequestTimeout);
        using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        HttpResponseMessage? response = null;
        try
        {
            using HttpRequestMessage message = CreateMessage(request, credential);
            response = await _transport.SendAsync(message, credential.Certificate, either.Token).ConfigureAwait(false);
            _warnings.Note(response);
            ApiAnswer answer = request.IsStreamed && response.IsSuccessStatusCode
                ? new ApiAnswer { Status = response.StatusCode, Stream = new ReplyStream(response, await response.Content.ReadAsStreamAsync(either.Token).ConfigureAwait(false)) }
                : await ReadAsync(response, either.Token).ConfigureAwait(false);
            response = answer.Stream is null ? response : null;
            return answer;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"it gave no answer within {_options.RequestTimeout.TotalSeconds:0.#} s");
        }
        finally
        {
            response?.Dispose();
        }
    }

    private HttpRequestMessage CreateMessage(ApiRequest request, Credential credential)
    {
        HttpRequestMessage message = new(request.Method, new Uri(Server.AbsoluteUri.TrimEnd('/') + request.Path))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        // TLS takes its name, to send and to check, from this header.
        message.Headers.Host = _connection.Cluster.TlsServerName;
        message.Headers.TryAddWithoutValidation("Accept", request.Accept);
        message.Headers.UserAgent.Add(UserAgent);
        message.Headers.Authorization = credential.Authorization;
        _impersonation.AddTo(message);
        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = request.BodyType } };
        }

        return message;
    }

    private static ProductInfoHeaderValue UserAgent { get; } =
        new("neutree", typeof(ApiConnection).Assembly.GetName().Version?.ToString(3) ?? "0");

    private async Task<ApiAnswer> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        RetryConditionHeaderValue? asked = response.Headers.RetryAfter;
        return new ApiAnswer
        {
            Status = response.StatusCode,
            Body = response.IsSuccessStatusCode
                ? await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false)
                : await BoundedBody.TryReadAsync(response.Content, ApiFailure.LargestStatus, cancellationToken).ConfigureAwait(false) ?? [],
            RetryAfter = asked?.Delta ?? (asked?.Date is { } date ? date - _environment.Time.GetUtcNow() : null),
        };
    }
}
