using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Kubernetes;
using Neutree.Core.Tests.Fixtures;
using Neutree.TestCluster;

namespace Neutree.Core.Tests.Kubernetes;

/// <summary>Certificates, by kubeconfigs as users have them.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ClusterCertificates _authority;

    public TlsTests() => _authority = new ClusterCertificates(_folder.Path);

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_certificate_of_the_kubeconfigs_authority_is_trusted() =>
        Assert.Equal("v1.33.0", await AskAsync(_authority.IssueServer("server"), $"certificate-authority-data: {Base64(_authority.AuthorityFile)}"));

    [Fact]
    public async Task The_authority_may_be_a_file_beside_the_kubeconfig() =>
        Assert.Equal("v1.33.0", await AskAsync(_authority.IssueServer("server"), "certificate-authority: ca.crt"));

    [Fact]
    public async Task The_authority_may_be_the_servers_own_certificate() =>
        Assert.Equal("v1.33.0", await AskAsync(_authority.IssueServer("server"), "certificate-authority: server.crt"));

    [Fact]
    public async Task Without_an_authority_a_private_certificate_is_refused() =>
        Assert.Equal(
            ("Kubernetes.TlsFailed", "its certificate isn't trusted: it is issued by 'CN=neutree-test-cluster', which is not among the authorities that this machine trusts"),
            await FailAsync(_authority.IssueServer("server"), ""));

    [Fact]
    public async Task A_certificate_of_another_authority_is_refused()
    {
        using TemporaryFolder elsewhere = new();
        using ClusterCertificates other = new(elsewhere.Path);

        Assert.Equal(
            ("Kubernetes.TlsFailed", "its certificate isn't trusted: it is issued by 'CN=neutree-test-cluster', which is not among the authorities of this machine or those given"),
            await FailAsync(_authority.IssueServer("server"), $"certificate-authority-data: {Base64(other.AuthorityFile)}"));
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_refused() =>
        Assert.Equal(
            ("Kubernetes.TlsFailed", "its certificate isn't trusted: it is for api.example, not for this name"),
            await FailAsync(_authority.IssueServer("server", "api.example"), "certificate-authority: ca.crt"));

    [Fact]
    public async Task A_certificate_for_the_name_that_the_kubeconfig_gives_is_trusted() =>
        Assert.Equal("v1.33.0", await AskAsync(_authority.IssueServer("server", "api.example"), "certificate-authority: ca.crt, tls-server-name: api.example"));

    [Fact]
    public async Task An_expired_certificate_is_refused_and_told_its_time()
    {
        DateTimeOffset end = DateTimeOffset.UtcNow.AddMinutes(-10);

        (string errorId, string reason) = await FailAsync(_authority.IssueServer("server", end: end), "certificate-authority: ca.crt");

        Assert.Equal("Kubernetes.TlsFailed", errorId);
        Assert.EndsWith($" to {end:yyyy-MM-dd} only", reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Any_certificate_passes_where_the_kubeconfig_says_so() =>
        Assert.Equal("v1.33.0", await AskAsync(_authority.IssueServer("server", "api.example"), "insecure-skip-tls-verify: true"));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_client_certificate_says_who_asks(bool asData)
    {
        (string certificate, string key) = _authority.IssueUser("alice", "admins");
        string user = asData
            ? $"client-certificate-data: {Base64(certificate)}, client-key-data: {Base64(key)}"
            : "client-certificate: alice.crt, client-key: ./alice.key";

        Assert.Equal("O=admins, CN=alice", await AskAsync(_authority.IssueServer("server"), "certificate-authority: ca.crt", user));
    }

    [Fact]
    public async Task A_server_without_tls_is_told_as_such()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        await using WebApplication application = builder.Build();
        await application.StartAsync();
        string address = application.Urls.Single().Replace("http:", "https:", StringComparison.Ordinal);

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => VersionAsync(address, "", "", retry: 0));

        Assert.Equal("Kubernetes.TlsFailed", error.ErrorId);
    }

    [Theory]
    [InlineData("certificate-authority: nowhere.crt", "", "Could not find file")]
    [InlineData("certificate-authority: ca.key", "", "there is no PEM certificate in it")]
    [InlineData("", "client-certificate: ca.crt, client-key: accounts.key", "")]
    public async Task A_file_that_cant_be_used_is_named_and_not_quoted(string cluster, string user, string reason)
    {
        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => VersionAsync("https://127.0.0.1:1", cluster, user));

        Assert.Equal("Kubernetes.CredentialFile", error.ErrorId);
        Assert.Contains(_folder.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("BEGIN", error.Message, StringComparison.Ordinal);
    }

    private static string Base64(string file) => Convert.ToBase64String(File.ReadAllBytes(file));

    private async Task<(string ErrorId, string Reason)> FailAsync((string Certificate, string Key) certificate, string cluster)
    {
        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => AskAsync(certificate, cluster));
        return (error.ErrorId, error.Message[(error.Message.IndexOf("failed on", StringComparison.Ordinal))..].Split(": ", 2)[1]);
    }

    /// <summary>What the server says: its version, or the subject of the client's certificate.</summary>
    private async Task<string> AskAsync((string Certificate, string Key) certificate, string cluster, string user = "")
    {
        using X509Certificate2 own = X509CertificateLoader.LoadPkcs12(X509Certificate2.CreateFromPemFile(certificate.Certificate, certificate.Key).Export(X509ContentType.Pkcs12), null);
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(own, https =>
        {
            https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
            https.AllowAnyClientCertificate();
        })));
        await using WebApplication application = builder.Build();
        application.MapGet("/version", (HttpContext context) => Results.Json(new { gitVersion = context.Connection.ClientCertificate?.Subject ?? "v1.33.0" }));
        await application.StartAsync();
        return await VersionAsync(application.Urls.Single(), cluster, user);
    }

    private async Task<string> VersionAsync(string server, string cluster, string user, int retry = 5)
    {
        string kubeconfig = _folder.File("kubeconfig");
        await File.WriteAllTextAsync(
            kubeconfig,
            $$"""
            current-context: test
            clusters: [{name: test, cluster: {server: "{{server}}", {{cluster}} } }]
            users: [{name: test, user: { {{user}} } }]
            contexts: [{name: test, context: {cluster: test, user: test} }]
            """);
        KubernetesClientOptions options = new() { KubeconfigFiles = [kubeconfig], Retry = retry };
        using KubernetesClient client = await KubernetesClient.ConnectAsync(options, NullLogger.Instance, CancellationToken.None);
        return (await client.GetVersionAsync(CancellationToken.None)).Version;
    }
}
