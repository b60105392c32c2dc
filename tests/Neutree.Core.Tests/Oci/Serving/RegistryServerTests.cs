using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.Extensions.Logging;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Serving;

namespace Neutree.Core.Tests.Oci.Serving;

public sealed class RegistryServerTests
{
    private static readonly NetworkCredential Alice = new("alice", "secret:123");

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task Listening_beyond_loopback_needs_certificate_and_credential(bool withCertificate, bool withCredential)
    {
        using X509Certificate2 certificate = MakeCertificate();
        RegistryServerOptions options = new()
        {
            Endpoint = new IPEndPoint(IPAddress.Any, 0),
            Certificate = withCertificate ? certificate : null,
            Credential = withCredential ? Alice : null,
        };
        ServingException error = await Assert.ThrowsAsync<ServingException>(() => ServedFolder.StartAsync(options));
        Assert.Equal("Serving.Unprotected", error.ErrorId);
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        await using ServedFolder first = await ServedFolder.StartAsync();
        ServingException error = await Assert.ThrowsAsync<ServingException>(() => RegistryServer.StartAsync(first.Folder, new RegistryServerOptions { Endpoint = first.Server.Endpoint }));
        Assert.Equal(("Serving.PortInUse", first.Server.Endpoint.ToString()), (error.ErrorId, error.Target));
    }

    [Theory]
    [InlineData("alice:secret:123", 200)]
    [InlineData("alice:secret:124", 401)]
    [InlineData("alice:", 401)]
    [InlineData(null, 401)]
    public async Task Only_the_credential_opens_the_registry_over_tls(string? given, int status)
    {
        using X509Certificate2 certificate = MakeCertificate();
        RecordingLogger log = new();
        using HttpClientHandler handler = new() { ServerCertificateCustomValidationCallback = (_, presented, _, _) => presented!.Thumbprint == certificate.Thumbprint };
        string path = Directory.CreateTempSubdirectory("neutree-serving-").FullName;
        await using (RegistryFolder folder = await RegistryFolder.OpenAsync(path))
        await using (RegistryServer server = await RegistryServer.StartAsync(folder, ServedFolder.FreePort with { Certificate = certificate, Credential = Alice }, log))
        {
            using HttpClient client = new(handler) { BaseAddress = server.Url };
            if (given is not null)
            {
                client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(given)));
            }

            using HttpResponseMessage response = await client.GetAsync(new Uri("/v2/", UriKind.Relative));
            Assert.Equal(status, (int)response.StatusCode);
            Assert.Equal(status == 401, response.Headers.WwwAuthenticate.Any(challenge => challenge.Scheme == "Basic"));
        }

        Directory.Delete(path, recursive: true);
        Assert.Contains(log.Lines, line => line.Contains($"GET /v2/ {status}", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("secret", StringComparison.Ordinal) || line.Contains("Basic", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Stopping_ends_stalled_connections_within_a_second()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(served.Server.Endpoint);
        await socket.SendAsync(Encoding.ASCII.GetBytes("POST /v2/a/blobs/uploads/ HTTP/1.1\r\nHost: r\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n"));
        Assert.True(await socket.ReceiveAsync(new byte[1000]) > 0);
        long start = Environment.TickCount64;
        await served.Server.StopAsync();
        Assert.InRange(Environment.TickCount64 - start, 0, 1500);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => served.Client.GetAsync(new Uri("/v2/", UriKind.Relative)));
    }

    [Fact]
    public async Task A_reconnecting_client_takes_its_upload_over()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        using HttpResponseMessage post = await served.SendAsync(HttpMethod.Post, "/v2/a/blobs/uploads/");
        string location = post.Headers.Location!.ToString();
        using Socket lost = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await lost.ConnectAsync(served.Server.Endpoint);
        await lost.SendAsync(Encoding.ASCII.GetBytes($"PATCH {location} HTTP/1.1\r\nHost: r\r\nExpect: 100-continue\r\nContent-Length: 100\r\n\r\n"));
        Assert.True(await lost.ReceiveAsync(new byte[1000]) > 0);
        using HttpResponseMessage put = await served.SendAsync(HttpMethod.Put, $"{location}?digest={Digest.Compute("abc"u8)}", "abc"u8.ToArray());
        Assert.Equal(HttpStatusCode.Created, put.StatusCode);
    }

    private static X509Certificate2 MakeCertificate()
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=127.0.0.1", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
    }

    private sealed class RecordingLogger : ILogger
    {
        private readonly Lock _lock = new();
        private readonly List<string> _lines = [];

        public IReadOnlyList<string> Lines
        {
            get
            {
                lock (_lock)
                {
                    return [.. _lines];
                }
            }
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            lock (_lock)
            {
                _lines.Add(formatter(state, exception));
            }
        }
    }
}
