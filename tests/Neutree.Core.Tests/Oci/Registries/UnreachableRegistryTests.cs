using System.Net;
using System.Net.Sockets;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;
using static Neutree.Core.Tests.Oci.Registries.ScriptedServer;

namespace Neutree.Core.Tests.Oci.Registries;

/// <summary>What is said of a registry that can't be spoken to, and how soon.</summary>
public sealed class UnreachableRegistryTests
{
    private static readonly Digest Blob = Digest.Compute([1]);

    [Fact]
    public async Task A_registry_that_cannot_be_reached_is_not_tried_again_for_each_request()
    {
        await using ScriptedServer server = Run((_, connection) =>
        {
            connection.Break();
            return Task.CompletedTask;
        });
        await using RegistryClient client = TestBlobs.Client(server.Host, new RegistryOptions { PlainHttp = true, Retry = 1 }, new InstantTime());

        RegistryException first = await Assert.ThrowsAsync<RegistryException>(() => client.FindBlobAsync("a/b", Blob, default));
        int tries = server.Requests.Count;
        RegistryException second = await Assert.ThrowsAsync<RegistryException>(() => client.FindBlobAsync("c/d", Blob, default));

        Assert.All(server.Lines, line => Assert.Equal("GET /v2/", line));
        Assert.Equal(tries, server.Requests.Count);
        Assert.Equal(("Registry.ConnectionFailed", first.Message, first.Recommendation), (second.ErrorId, second.Message, second.Recommendation));
    }

    [Fact]
    public async Task Nothing_listening_is_said_in_the_same_words_everywhere()
    {
        ScriptedServer server = Answer(_ => Reply("200 OK"));
        string host = server.Host;
        await server.DisposeAsync();
        await using RegistryClient client = TestBlobs.Client(host, new RegistryOptions { PlainHttp = true, Retry = 0 });

        RegistryException error = await Assert.ThrowsAsync<RegistryException>(() => client.PingAsync(default));

        Assert.Equal($"reaching the registry failed on {host}: nothing listens there (connection refused)", error.Message);
    }

    [Fact]
    public async Task A_name_without_an_address_is_about_the_name()
    {
        await using RegistryClient client = TestBlobs.Client("registry.invalid:5000", new RegistryOptions { PlainHttp = true, Retry = 0 });

        RegistryException error = await Assert.ThrowsAsync<RegistryException>(() => client.PingAsync(default));

        Assert.Equal("reaching the registry failed on registry.invalid:5000: no address is known for that name", error.Message);
    }

    [Theory]
    [InlineData("Client sent an HTTP request to an HTTPS server.\n")]
    [InlineData("<center>The plain HTTP request was sent to HTTPS port</center>")]
    public async Task Plain_HTTP_where_HTTPS_is_spoken_is_said_to_be_that(string answer)
    {
        await using ScriptedServer server = Answer(_ => Reply("400 Bad Request", "", answer));
        await using RegistryClient client = TestBlobs.Client(server.Host);

        RegistryException error = await Assert.ThrowsAsync<RegistryException>(() => client.PingAsync(default));

        Assert.Equal("Registry.TlsRequired", error.ErrorId);
        Assert.EndsWith($"failed on {server.Host}: it speaks HTTPS there, not plain HTTP", error.Message, StringComparison.Ordinal);
        Assert.Equal("Leave out -PlainHttp, and http:// before the host.", error.Recommendation);
    }

    [Fact]
    public async Task HTTPS_asked_for_where_plain_HTTP_is_spoken_fails_even_on_the_loopback()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        string host = $"127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        Task server = AnswerAsync();
        await using RegistryClient client = TestBlobs.Client(host, new RegistryOptions { TlsOnly = true, Retry = 0 });

        RegistryException error = await Assert.ThrowsAsync<RegistryException>(() => client.PingAsync(default));

        Assert.Equal(("Registry.TlsFailed", "If the registry speaks HTTP without TLS, say so with -PlainHttp."), (error.ErrorId, error.Recommendation));
        Assert.StartsWith($"reaching the registry failed on {host}: no TLS connection could be made: ", error.Message, StringComparison.Ordinal);
        await server;

        async Task AnswerAsync()
        {
            using TcpClient caller = await listener.AcceptTcpClientAsync();
            await caller.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"u8.ToArray());
        }
    }
}
