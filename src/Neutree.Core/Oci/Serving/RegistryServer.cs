using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Oci.Serving.Http;

namespace Neutree.Core.Oci.Serving;

/// <summary>
/// The embedded registry: speaks the OCI distribution API over a folder, or read-only over an archive, a package or any other source
/// of images, straight from where it lies.
/// </summary>
public sealed class RegistryServer : IAsyncDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(0.8);
    private readonly HttpServer _http;
    private readonly IDisposable? _owned;

    private RegistryServer(HttpServer http, bool isSecure, IDisposable? owned)
    {
        _http = http;
        _owned = owned;
        Endpoint = http.Endpoint;
        Url = new UriBuilder(isSecure ? "https" : "http", Endpoint.Address.ToString(), Endpoint.Port).Uri;
    }

    /// <summary>Where it listens, with the port it really got.</summary>
    public IPEndPoint Endpoint { get; }

    /// <summary>The address for clients on this machine.</summary>
    public Uri Url { get; }

    /// <summary>Serves a folder. The folder stays the caller's and must outlive the server.</summary>
    /// <exception cref="ServingException">The endpoint is taken, or open to others without protection.</exception>
    public static Task<RegistryServer> StartAsync(RegistryFolder folder, RegistryServerOptions options, ILogger? logger = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(folder);
        ArgumentNullException.ThrowIfNull(options);
        cancellationToken.ThrowIfCancellationRequested();
        RequireProtection(options);
        return Task.FromResult(Start(folder.Storage, options.ReadOnly ? null : folder.Storage, options, logger ?? NullLogger.Instance, owned: null));
    }

    /// <summary>Serves a source read-only. The source stays the caller's and must outlive the server.</summary>
    /// <exception cref="NeutreeException">The endpoint is taken or unprotected, or the source can't be read.</exception>
    public static async Task<RegistryServer> StartAsync(IImageSource source, RegistryServerOptions options, ILogger? logger = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(options);
        RequireProtection(options);
        SourceStorage storage = await SourceStorage.OpenAsync(source, cancellationToken).ConfigureAwait(false);
        return Start(storage, writable: null, options, logger ?? NullLogger.Instance, storage);
    }

    /// <summary>Takes no more requests, gives those under way a moment, and ends within a second.</summary>
    public Task StopAsync() => _http.StopAsync(Grace);

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        await _http.DisposeAsync().ConfigureAwait(false);
        _owned?.Dispose();
    }

    private static RegistryServer Start(IRegistryStorage storage, FolderStorage? writable, RegistryServerOptions options, ILogger logger, SourceStorage? owned)
    {
        RegistryHandler handler = new(storage, writable, options.Credential is { } credential ? new BasicAuthentication(credential) : null, logger);
        SslServerAuthenticationOptions? tls = options.Certificate is null
            ? null
            : new SslServerAuthenticationOptions
            {
                ServerCertificateContext = SslStreamCertificateContext.Create(options.Certificate, additionalCertificates: null, offline: true),
                ApplicationProtocols = [SslApplicationProtocol.Http11],
            };
        try
        {
            return new RegistryServer(HttpServer.Start(options.Endpoint, tls, options.Limits, handler.HandleAsync, logger), tls is not null, owned);
        }
        catch (SocketException error)
        {
            owned?.Dispose();
            throw Unbindable(options.Endpoint, error);
        }
    }

    private static void RequireProtection(RegistryServerOptions options)
    {
        if (!IPAddress.IsLoopback(options.Endpoint.Address) && (options.Certificate is null || options.Credential is null))
        {
            throw new ServingException("Serving.Unprotected", ErrorKind.PermissionDenied, $"the registry is not started on {options.Endpoint}: other machines could reach it without TLS or without password")
            {
                Target = options.Endpoint.ToString(),
                Recommendation = "Give a certificate and a credential, or listen on 127.0.0.1.",
            };
        }

        if (options.Certificate is { HasPrivateKey: false })
        {
            throw new ServingException("Serving.CertificateWithoutKey", ErrorKind.InvalidArgument, $"certificate {options.Certificate.Subject} has no private key")
            {
                Target = options.Certificate.Subject,
                Recommendation = "Give a certificate together with its private key.",
            };
        }
    }

    private static ServingException Unbindable(IPEndPoint endpoint, SocketException error) => error.SocketErrorCode == SocketError.AddressAlreadyInUse
        ? new("Serving.PortInUse", ErrorKind.AlreadyExists, $"the registry can't listen on {endpoint}: the port is in use", error)
        {
            Target = endpoint.ToString(),
            Recommendation = "Stop the program that uses the port, or choose another one; port 0 takes any free one.",
        }
        : new("Serving.CannotListen", ErrorKind.ConnectionFailed, $"the registry can't listen on {endpoint}: {error.Message}", error)
        {
            Target = endpoint.ToString(),
            Recommendation = "Choose an address of this machine and a port this account may use.",
        };
}
