using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Kubernetes;
using Neutree.Core.Kubernetes.Configuration;
using Neutree.Core.Tests.Oci.Registries;

namespace Neutree.Core.Tests.Kubernetes;

public sealed class ProxyTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task A_cluster_is_asked_by_the_proxy_that_its_kubeconfig_names()
    {
        await using ScriptedServer proxy = ScriptedServer.Answer(_ => ScriptedCluster.Json("200 OK", """{"gitVersion":"v1.33.0"}"""));
        using KubernetesClient client = Connect("http://cluster.example", $"http://{proxy.Host}", _ => null);

        ServerVersion version = await client.GetVersionAsync(None);

        Assert.Equal("v1.33.0", version.Version);
        Assert.Equal(["GET http://cluster.example/version"], proxy.Lines);
    }

    [Fact]
    public async Task A_cluster_is_asked_by_the_proxy_that_the_environment_names()
    {
        await using ScriptedServer proxy = ScriptedServer.Answer(_ => ScriptedCluster.Json("200 OK", """{"gitVersion":"v1.33.0"}"""));
        using KubernetesClient client = Connect("http://cluster.example", null, name => name == "HTTP_PROXY" ? $"http://{proxy.Host}" : null);

        await client.GetVersionAsync(None);

        Assert.Equal(["GET http://cluster.example/version"], proxy.Lines);
    }

    [Fact]
    public async Task A_proxy_that_wants_a_password_gets_it_and_no_message_does()
    {
        await using ScriptedServer proxy = ScriptedServer.Answer(request => request["Proxy-Authorization"] is null
            ? ScriptedServer.Reply("407 Proxy Authentication Required", "Proxy-Authenticate: Basic realm=\"p\"\r\n")
            : ScriptedServer.Reply("403 Forbidden"));
        using KubernetesClient client = Connect("https://cluster.example:6443", $"http://user:s3cret@{proxy.Host}", _ => null, retry: 0);

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => client.GetVersionAsync(None));

        Assert.Equal("Basic dXNlcjpzM2NyZXQ=", proxy.Requests.Last()["Proxy-Authorization"]);
        Assert.All(proxy.Lines, line => Assert.Equal("CONNECT cluster.example:6443", line));
        Assert.Equal(
            ("Kubernetes.ConnectionFailed", "GET of /version failed on https://cluster.example:6443: the proxy refuses to connect to it"),
            (error.ErrorId, error.Message));
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://user:s3cret@proxy.example")]
    [InlineData("s3cret")]
    public void A_proxy_that_is_no_address_is_an_error_that_doesnt_tell_it(string proxy)
    {
        KubernetesException error = Assert.Throws<KubernetesException>(() => Connect("https://cluster.example", proxy, _ => null));

        Assert.Equal("Kubernetes.KubeconfigInvalid", error.ErrorId);
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    private static KubernetesClient Connect(string server, string? proxy, Func<string, string?> getVariable, int retry = 5)
    {
        ClusterConnection connection = new(new Uri(server), new KubeconfigCluster { Server = server, ProxyUrl = proxy }, new KubeconfigUser(), "default");
        return new KubernetesClient(
            connection, new KubernetesClientOptions { Retry = retry }, new KubernetesEnvironment { GetVariable = getVariable, Time = new InstantTime() }, NullLogger.Instance);
    }
}
