using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Oci.Registries;

public sealed class RegistryTlsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("neutree-tls-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task HTTP_2_is_not_spoken_so_a_GOAWAY_can_t_cut_uploads()
    {
        TestAuthority authority = new(_folder);
        using TlsOnce server = new(authority, [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11]);
        await using RegistryClient client = TestBlobs.Client(server.Host, new RegistryOptions { CACertificatePath = authority.CertificatePath });

        await client.PingAsync(default);

        Assert.NotEqual(SslApplicationProtocol.Http2, server.Negotiated);
    }

    [Fact]
    public async Task A_client_certificate_is_shown()
    {
        TestAuthority authority = new(_folder);
        using TlsOnce server = new(authority, [SslApplicationProtocol.Http11]);
        RegistryOptions options = new() { CACertificatePath = authority.CertificatePath, ClientCertificatePath = authority.ServerCertificatePath, ClientKeyPath = authority.ServerKeyPath };
        await using RegistryClient client = TestBlobs.Client(server.Host, options);

        await client.PingAsync(default);

        Assert.Equal("CN=localhost", server.ClientSubject);
    }

    private sealed class TlsOnce : IDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _stop = new();
        private readonly X509Certificate2 _certificate;
        private readonly List<SslApplicationProtocol> _protocols;

        public TlsOnce(TestAuthority authority, List<SslApplicationProtocol> protocols)
        {
            _protocols = protocols;
            using X509Certificate2 pem = X509Certificate2.CreateFromPemFile(authority.ServerCertificatePath, authority.ServerKeyPath);
            _certificate = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
            _listener.Start();
            Serving = ServeAsync();
        }

        public string Host => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

        public SslApplicationProtocol Negotiated { get; private set; }

        public string? ClientSubject { get; private set; }

        private Task Serving { get; }

        public void Dispose()
        {
            _stop.Cancel();
            _listener.Stop();
            Serving.GetAwaiter().GetResult();
            _certificate.Dispose();
            _stop.Dispose();
        }

        private async Task ServeAsync()
        {
            try
            {
                using TcpClient client = await _listener.AcceptTcpClientAsync(_stop.Token);
                using SslStream tls = new(client.GetStream());
                await tls.AuthenticateAsServerAsync(
                    new SslServerAuthenticationOptions
                    {
                        ServerCertificate = _certificate,
                        ApplicationProtocols = _protocols,
                        ClientCertificateRequired = true,
                        RemoteCertificateValidationCallback = static (_, shown, _, _) => shown?.Subject is null or "CN=localhost",
                    },
                    _stop.Token);
                (Negotiated, ClientSubject) = (tls.NegotiatedApplicationProtocol, tls.RemoteCertificate?.Subject);
                byte[] buffer = new byte[16 * 1024];
                while (await tls.ReadAsync(buffer, _stop.Token) > 0)
                {
                    await tls.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"u8.ToArray(), _stop.Token);
                }
            }
            catch (Exception error) when (error is OperationCanceledException or IOException or AuthenticationException or SocketException)
            {
                return;
            }
        }
    }
}
