using System.IO.Pipes;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;

namespace Neutree.Core.Docker;

/// <summary>HTTP with one engine, over whatever its address names; what goes wrong is told as <see cref="DockerException"/>.</summary>
internal sealed class DockerTransport : IDisposable
{
    private static readonly TimeSpan ConnectLimit = TimeSpan.FromSeconds(15);

    private readonly DockerEndpoint _endpoint;
    private readonly HttpClient _client;
    private readonly X509Certificate2Collection _certificates = [];

    /// <exception cref="DockerException">The address is none that is known here, or a certificate file can't be used.</exception>
    public DockerTransport(DockerEndpoint endpoint)
    {
        _endpoint = endpoint;
        SocketsHttpHandler handler = new() { ConnectTimeout = ConnectLimit, UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan, BaseAddress = Configure(handler) };
    }

    public void Dispose()
    {
        _client.Dispose();
        foreach (X509Certificate2 certificate in _certificates)
        {
            certificate.Dispose();
        }
    }

    /// <summary>Sends a request; the answer's head has arrived, its body may still be on the way.</summary>
    /// <param name="method">HTTP method.</param>
    /// <param name="path">Path and query, without a slash in front.</param>
    /// <param name="content">The body, or null.</param>
    /// <param name="what">What is being done, for messages: <c>loading images into</c>.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="DockerException">No answer, or one that is no success.</exception>
    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content, string what, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, path) { Content = content };
        HttpResponseMessage response;
        try
        {
            response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (IsConnectionFailure(error))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Unreachable(error, what);
        }

        if (response.IsSuccessStatusCode)
        {
            return response;
        }

        using (response)
        {
            throw await RefusedAsync(response, what, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Whether a failure is one of the connection, to be told by <see cref="Unreachable"/>.</summary>
    public static bool IsConnectionFailure(Exception error) =>
        error is HttpRequestException or IOException or SocketException or TimeoutException or UnauthorizedAccessException
        || error is OperationCanceledException { InnerException: TimeoutException };

    public DockerException Unreachable(Exception error, string what)
    {
        (string reason, string advice) = Explain(error);
        return new DockerException(
            "Docker.Unreachable", ErrorKind.ConnectionFailed, $"{what} the Docker engine at {_endpoint.Address} failed: {reason}", error)
        {
            Target = _endpoint.Address,
            Recommendation = advice,
        };
    }

    private Uri Configure(SocketsHttpHandler handler)
    {
        string address = _endpoint.Address;
        int separator = address.IndexOf("://", StringComparison.Ordinal);
        string rest = separator < 0 ? "" : address[(separator + 3)..];
        switch (separator < 0 ? "" : address[..separator])
        {
            case "unix" when rest.Length > 0:
                handler.ConnectCallback = (_, stop) => ConnectSocketAsync(rest, stop);
                return new Uri("http://docker/");
            case "npipe" when rest.Length > 0:
                handler.ConnectCallback = (_, stop) => ConnectPipeAsync(rest, stop);
                return new Uri("http://docker/");
            case "tcp" or "http" or "https" when rest.Length > 0 && Uri.TryCreate("http://" + rest, UriKind.Absolute, out Uri? uri):
                bool secured = _endpoint.Tls is not null || address.StartsWith("https:", StringComparison.Ordinal);
                if (_endpoint.Tls is { } tls)
                {
                    Secure(handler.SslOptions, tls);
                }

                return new UriBuilder(uri) { Scheme = secured ? "https" : "http", Port = uri.IsDefaultPort ? (secured ? 2376 : 2375) : uri.Port, Path = "/" }.Uri;
            default:
                throw new DockerException(
                    "Docker.AddressNotSupported", ErrorKind.NotSupported, $"'{address}' ({_endpoint.Origin}) is no address of a Docker engine that can be spoken to")
                {
                    Target = address,
                    Recommendation = "Name the engine with DOCKER_HOST as unix:///path, npipe:////./pipe/name or tcp://host:port; for ssh, forward the engine's socket first.",
                };
        }
    }

    private void Secure(SslClientAuthenticationOptions options, DockerTls tls)
    {
        try
        {
            if (tls.SkipVerification)
            {
                // Asked for by the user's own docker settings, for this engine.
                options.RemoteCertificateValidationCallback = (_, _, _, _) => tls.SkipVerification;
            }
            else if (tls.AuthorityFile is { } authority)
            {
                X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
                policy.CustomTrustStore.ImportFromPemFile(authority);
                _certificates.AddRange(policy.CustomTrustStore);
                options.CertificateChainPolicy = policy;
            }

            if (tls is { CertificateFile: { } certificate, KeyFile: { } key })
            {
                using X509Certificate2 pem = X509Certificate2.CreateFromPemFile(certificate, key);

                // Windows' TLS can't use a key that lives in memory only; a round through PKCS#12 gives it one it can.
                X509Certificate2 client = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
                _certificates.Add(client);
                options.ClientCertificates = [client];
                options.LocalCertificateSelectionCallback = (_, _, _, _, _) => client;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new DockerException("Docker.CertificateFile", ErrorKind.InvalidArgument, $"a certificate for {_endpoint.Address} can't be used: {error.Message}", error)
            {
                Target = _endpoint.Address,
                Recommendation = "Check ca.pem, cert.pem and key.pem in DOCKER_CERT_PATH or in the docker context.",
            };
        }
    }

    private static async ValueTask<Stream> ConnectSocketAsync(string path, CancellationToken cancellationToken)
    {
        Socket socket = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellationToken).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <param name="path"><c>//./pipe/docker_engine</c>: server and name.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    private static async ValueTask<Stream> ConnectPipeAsync(string path, CancellationToken cancellationToken)
    {
        string[] parts = path.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        NamedPipeClientStream pipe = new(parts[0], parts[^1], PipeDirection.InOut, PipeOptions.Asynchronous);
        try
        {
            await pipe.ConnectAsync(ConnectLimit, cancellationToken).ConfigureAwait(false);
            return pipe;
        }
        catch
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    private (string Reason, string Advice) Explain(Exception error)
    {
        Exception root = error.GetBaseException();
        string? socket = _endpoint.Address.StartsWith("unix://", StringComparison.Ordinal) ? _endpoint.Address["unix://".Length..] : null;
        return root switch
        {
            SocketException { SocketErrorCode: SocketError.AccessDenied } or UnauthorizedAccessException =>
                ("permission denied", "Run this as root, or as a member of the group that owns the engine's socket (usually docker)."),
            SocketException when socket is not null && !File.Exists(socket) =>
                ("there is no such socket", "Start the engine, or install it (Debian, Ubuntu: apt-get install docker.io); DOCKER_HOST names another one."),
            AuthenticationException =>
                (root.Message, "Check DOCKER_TLS_VERIFY and the certificates in DOCKER_CERT_PATH or in the docker context."),
            _ => (root.Message, "Check that the engine is running; DOCKER_HOST names another one."),
        };
    }

    private async Task<DockerException> RefusedAsync(HttpResponseMessage response, string what, CancellationToken cancellationToken)
    {
        string body;
        try
        {
            body = await response.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception error) when (IsConnectionFailure(error))
        {
            return Unreachable(error, what);
        }

        (string id, ErrorKind kind) = response.StatusCode switch
        {
            HttpStatusCode.NotFound => ("Docker.NotFound", ErrorKind.NotFound),
            HttpStatusCode.Conflict => ("Docker.Conflict", ErrorKind.AlreadyExists),
            HttpStatusCode.BadRequest => ("Docker.RequestRefused", ErrorKind.InvalidArgument),
            HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized => ("Docker.AccessDenied", ErrorKind.PermissionDenied),
            _ => ("Docker.RequestFailed", ErrorKind.ServerFault),
        };
        return new DockerException(id, kind, $"{what} the Docker engine at {_endpoint.Address} failed: {MessageOf(body) ?? $"{(int)response.StatusCode} {response.ReasonPhrase}"}")
        {
            Target = _endpoint.Address,
            StatusCode = response.StatusCode,
        };
    }

    private static string? MessageOf(string body)
    {
        const int longest = 2000;
        try
        {
            using JsonDocument document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("message", out JsonElement message)
                ? message.GetString()
                : null;
        }
        catch (JsonException)
        {
            // A proxy between us and the engine answers in its own form.
            string text = body.Trim();
            return text.Length == 0 ? null : text[..Math.Min(text.Length, longest)];
        }
    }
}
