using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Neutree.Core.Http;

namespace Neutree.Core.Oci.Registries;

/// <summary>
/// The two HTTP clients of a host: one for the host itself, and one for the places it redirects to, which is never shown the client
/// certificate. HTTP/1.1 only: HTTP/2's upload windows start at 64 KiB, and parallel connections are quicker for blobs.
/// </summary>
internal sealed class RegistryTransport : IDisposable
{
    private readonly RegistryHostSettings _settings;
    private readonly X509Certificate2Collection _authorities = [];
    private volatile CertificateProblem? _certificateProblem;

    public RegistryTransport(RegistryHostSettings settings)
    {
        _settings = settings;
        foreach (string file in settings.CertificateAuthorityFiles)
        {
            Load(file, "certificate authorities", () =>
            {
                _authorities.ImportFromPemFile(file);
                return _authorities.Count > 0 ? true : throw new CryptographicException("it holds no PEM certificate");
            });
        }

        X509Certificate2? client = settings.ClientCertificateFile is { } certificate
            ? Load(certificate, "client certificate", () => LoadClientCertificate(certificate, settings.ClientKeyFile))
            : null;
        Own = CreateClient(client, HostNetwork.IsLoopback(settings.ApiBase.Host));
        Foreign = CreateClient(null, false);
    }

    /// <summary>For the host itself.</summary>
    public HttpClient Own { get; }

    /// <summary>For every other host.</summary>
    public HttpClient Foreign { get; }

    /// <summary>Set where TLS was spoken but the certificate wasn't trusted: then falling back to plain HTTP would be wrong.</summary>
    public CertificateProblem? CertificateProblem => _certificateProblem;

    public void Dispose()
    {
        Own.Dispose();
        Foreign.Dispose();
        foreach (X509Certificate2 authority in _authorities)
        {
            authority.Dispose();
        }
    }

    private HttpClient CreateClient(X509Certificate2? client, bool isLoopback)
    {
        SslClientAuthenticationOptions tls = new() { RemoteCertificateValidationCallback = Validate };
        if (client is not null)
        {
            tls.ClientCertificates = [client];
            tls.LocalCertificateSelectionCallback = (_, _, _, _, _) => client;
        }

        SocketsHttpHandler handler = new()
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(10),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
            ConnectTimeout = TimeSpan.FromSeconds(30),
            SslOptions = tls,
        };
        if (isLoopback)
        {
            handler.UseProxy = false;
        }

        return new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    private bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        // Asked for by the user, for this registry alone.
        if (_settings.SkipCertificateCheck || errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (errors == SslPolicyErrors.RemoteCertificateChainErrors && certificate is not null && _authorities.Count > 0 && BuildsToAuthority(certificate, chain))
        {
            return true;
        }

        _certificateProblem = CertificateProblem.Of(certificate, chain, errors, _authorities.Count > 0);
        return false;
    }

    private bool BuildsToAuthority(X509Certificate certificate, X509Chain? chain)
    {
        using X509Chain own = new();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.CustomTrustStore.AddRange(_authorities);
        own.ChainPolicy.ExtraStore.AddRange(_authorities);
        if (chain is not null)
        {
            own.ChainPolicy.ExtraStore.AddRange(chain.ChainPolicy.ExtraStore);
            foreach (X509ChainElement element in chain.ChainElements)
            {
                own.ChainPolicy.ExtraStore.Add(element.Certificate);
            }
        }

        using X509Certificate2 leaf = new(certificate);
        return own.Build(leaf);
    }

    private static X509Certificate2 LoadClientCertificate(string certificateFile, string? keyFile)
    {
        using X509Certificate2 pem = X509Certificate2.CreateFromPemFile(certificateFile, keyFile);

        // Windows' TLS can't use a key that lives in memory only; a round through PKCS#12 gives it one it can.
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    private static T Load<T>(string file, string what, Func<T> load)
    {
        try
        {
            return load();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException or AuthenticationException)
        {
            throw new RegistryException("Registry.CertificateFile", ErrorKind.InvalidArgument, $"the {what} in {file} can't be used: {error.Message}", error)
            {
                Target = file,
                Recommendation = "Give a readable PEM file.",
            };
        }
    }
}
