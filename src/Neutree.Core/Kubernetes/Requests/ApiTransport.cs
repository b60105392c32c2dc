using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Neutree.Core.Http;
using Neutree.Core.Kubernetes.Configuration;

namespace Neutree.Core.Kubernetes.Requests;

/// <summary>
/// The connections to an API server: its certificate checked against the kubeconfig's authorities alone where it names some, a proxy where
/// there is one. A client certificate belongs to a connection, so each has connections of its own.
/// </summary>
internal sealed class ApiTransport : IDisposable
{
    private readonly ClusterConnection _connection;
    private readonly KubernetesEnvironment _environment;
    private readonly X509Certificate2Collection _authorities = [];
    private readonly Lock _lock = new();
    private readonly List<(SslStreamCertificateContext? Certificate, HttpMessageInvoker Invoker)> _invokers = [];
    private volatile CertificateProblem? _certificateProblem;

    /// <exception cref="KubernetesException">The kubeconfig's authorities or its proxy can't be used.</exception>
    public ApiTransport(ClusterConnection connection, KubernetesEnvironment environment)
    {
        _connection = connection;
        _environment = environment;
        LoadAuthorities(connection.Cluster);
        Proxy = FindProxy(connection.Cluster);
    }

    /// <summary>Set where the server's certificate was refused.</summary>
    public CertificateProblem? CertificateProblem => _certificateProblem;

    /// <summary>The proxy that requests go by.</summary>
    private IWebProxy Proxy { get; }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, SslStreamCertificateContext? certificate, CancellationToken cancellationToken) =>
        InvokerFor(certificate).SendAsync(request, cancellationToken);

    public void Dispose()
    {
        lock (_lock)
        {
            foreach ((_, HttpMessageInvoker invoker) in _invokers)
            {
                invoker.Dispose();
            }

            _invokers.Clear();
        }

        foreach (X509Certificate2 authority in _authorities)
        {
            authority.Dispose();
        }
    }

    private HttpMessageInvoker InvokerFor(SslStreamCertificateContext? certificate)
    {
        lock (_lock)
        {
            foreach ((SslStreamCertificateContext? known, HttpMessageInvoker invoker) in _invokers)
            {
                if (known == certificate)
                {
                    return invoker;
                }
            }

            HttpMessageInvoker made = new(CreateHandler(certificate));
            _invokers.Add((certificate, made));
            return made;
        }
    }

    private SocketsHttpHandler CreateHandler(SslStreamCertificateContext? certificate) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        AutomaticDecompression = DecompressionMethods.GZip,
        ConnectTimeout = TimeSpan.FromSeconds(30),
        EnableMultipleHttp2Connections = true,
        // A watch is silent for minutes; this tells a silent server from one that is gone.
        KeepAlivePingDelay = TimeSpan.FromSeconds(30),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(15),
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        Proxy = Proxy,
        SslOptions = new SslClientAuthenticationOptions
        {
            ClientCertificateContext = certificate,
            CertificateChainPolicy = ChainPolicy(),
            RemoteCertificateValidationCallback = Validate,
        },
    };

    private X509ChainPolicy? ChainPolicy()
    {
        if (_authorities.Count == 0)
        {
            return null;
        }

        X509ChainPolicy policy = new()
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(_authorities);
        return policy;
    }

    private bool Validate(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        // Skipping is what the kubeconfig says, for this cluster alone.
        if (_connection.Cluster.SkipsCertificateCheck || errors == SslPolicyErrors.None || (errors == SslPolicyErrors.RemoteCertificateChainErrors && EndsAtAuthority(chain)))
        {
            return true;
        }

        _certificateProblem = CertificateProblem.Of(certificate, chain, errors, _authorities.Count > 0);
        return false;
    }

    /// <summary>Whether nothing is wrong with a chain but that the authority given isn't self-signed.</summary>
    private bool EndsAtAuthority(X509Chain? chain) =>
        chain is { ChainElements: [.., { } last] }
        && chain.ChainStatus.All(status => status.Status == X509ChainStatusFlags.PartialChain)
        && _authorities.Any(authority => authority.RawDataMemory.Span.SequenceEqual(last.Certificate.RawDataMemory.Span));

    private void LoadAuthorities(KubeconfigCluster cluster)
    {
        string source = cluster.CertificateAuthorityData is null && cluster.CertificateAuthorityFile is { } file ? file : "the kubeconfig's cluster";
        try
        {
            string? pem = cluster.CertificateAuthorityData is { } data ? System.Text.Encoding.UTF8.GetString(data)
                : cluster.CertificateAuthorityFile is { } path ? File.ReadAllText(path)
                : null;
            if (pem is not null)
            {
                _authorities.ImportFromPem(pem);
                if (_authorities.Count == 0)
                {
                    throw new CryptographicException("there is no PEM certificate in it");
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw KubeconfigProblem.File("certificate authority", source, error.Message, error);
        }
    }

    private IWebProxy FindProxy(KubeconfigCluster cluster)
    {
        if (cluster.ProxyUrl is not { } text)
        {
            return new EnvironmentProxy(_environment.GetVariable);
        }

        // The address isn't told: it may hold a password.
        return Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && address.Scheme is "http" or "https" or "socks5"
            ? new WebProxy(EnvironmentProxy.Address(address)) { Credentials = EnvironmentProxy.CredentialsOf(address) }
            : throw KubeconfigProblem.Invalid("the kubeconfig's proxy-url is no address that begins with http://, https:// or socks5://", "proxy-url");
    }
}
