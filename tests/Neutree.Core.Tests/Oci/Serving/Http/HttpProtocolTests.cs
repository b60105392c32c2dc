using System.Net;
using System.Net.Sockets;
using System.Text;
using Neutree.Core.Oci.Serving;
using Neutree.Core.Oci.Serving.Http;

namespace Neutree.Core.Tests.Oci.Serving.Http;

public sealed class HttpProtocolTests
{
    private const string Host = "Host: r\r\n";

    [Theory]
    [InlineData("GET /v2/ HTTP/1.1\r\nHost: r\r\n\r\n", 200)]
    [InlineData("\r\nGET /v2/ HTTP/1.1\r\nHost: r\r\n\r\n", 200)]
    [InlineData("GET http://r/v2/ HTTP/1.1\r\nHost: r\r\n\r\n", 200)]
    [InlineData("GET /v2/ HTTP/1.0\r\n\r\n", 200)]
    [InlineData("GET /v%32/ HTTP/1.1\r\nHost: r\r\n\r\n", 200)]
    [InlineData("GET /v2/ HTTP/1.1\r\n\r\n", 400)]
    [InlineData("GET /v2/ HTTP/1.1\r\nHost: r\r\nHost: r\r\n\r\n", 400)]
    [InlineData("GET /v2/ HTTP/1.1\nHost: r\n\n", 400)]
    [InlineData("GET  /v2/ HTTP/1.1\r\nHost: r\r\n\r\n", 400)]
    [InlineData("GET /v2/ HTTP/2.0\r\nHost: r\r\n\r\n", 505)]
    [InlineData("GET /v2/ HTTP/1.1\r\nHost: r\r\n folded\r\n\r\n", 400)]
    [InlineData("GET /v2/ HTTP/1.1\r\nHost : r\r\n\r\n", 400)]
    [InlineData("GET /v2/ HTTP/1.1\r\nHost: r\r\nX: a\u0001b\r\n\r\n", 400)]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001", 400)]
    [InlineData("GET /v2/../v2/ HTTP/1.1\r\nHost: r\r\n\r\n", 400)]
    [InlineData("GET /v2/%2e%2e/x HTTP/1.1\r\nHost: r\r\n\r\n", 400)]
    [InlineData("GET /v2/a%2fb/tags/list HTTP/1.1\r\nHost: r\r\n\r\n", 400)]
    [InlineData("GET /v2/a%5cb/tags/list HTTP/1.1\r\nHost: r\r\n\r\n", 400)]
    [InlineData("GET /v2/a%00/tags/list HTTP/1.1\r\nHost: r\r\n\r\n", 400)]
    [InlineData("GET /v2/a%252fb/tags/list HTTP/1.1\r\nHost: r\r\n\r\n", 400)]
    [InlineData("GET /v2//tags/list HTTP/1.1\r\nHost: r\r\n\r\n", 400)]
    [InlineData("GET /v2/%zz HTTP/1.1\r\nHost: r\r\n\r\n", 400)]
    [InlineData("GET /v2/%ff HTTP/1.1\r\nHost: r\r\n\r\n", 400)]
    [InlineData("GET * HTTP/1.1\r\nHost: r\r\n\r\n", 400)]
    [InlineData("POST /v2/ HTTP/1.1\r\nHost: r\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [InlineData("POST /v2/ HTTP/1.1\r\nHost: r\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", 400)]
    [InlineData("POST /v2/ HTTP/1.1\r\nHost: r\r\nContent-Length: +1\r\n\r\n", 400)]
    [InlineData("POST /v2/ HTTP/1.1\r\nHost: r\r\nContent-Length: 1, 1\r\n\r\n", 400)]
    [InlineData("POST /v2/ HTTP/1.1\r\nHost: r\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501)]
    [InlineData("POST /v2/ HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400)]
    [InlineData("POST /v2/ HTTP/1.1\r\nHost: r\r\nExpect: tea\r\n\r\n", 417)]
    [InlineData("POST /v2/a/blobs/uploads/?digest=sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad HTTP/1.1\r\nHost: r\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n0\r\nTrailer: t\r\n\r\n", 201)]
    [InlineData("POST /v2/a/blobs/uploads/?digest=sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad HTTP/1.1\r\nHost: r\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcX0\r\n\r\n", 400)]
    [InlineData("POST /v2/a/blobs/uploads/?digest=sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad HTTP/1.1\r\nHost: r\r\nTransfer-Encoding: chunked\r\n\r\n-3\r\nabc\r\n0\r\n\r\n", 400)]
    [InlineData("POST /v2/a/blobs/uploads/?digest=sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad HTTP/1.1\r\nHost: r\r\nTransfer-Encoding: chunked\r\n\r\n3\nabc\r\n0\r\n\r\n", 400)]
    [InlineData("POST /v2/a/blobs/uploads/?digest=sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad HTTP/1.1\r\nHost: r\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nabc\r\n0\r\n\r\n", 400)]
    public async Task Requests_are_read_strictly(string request, int status)
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        string answer = await served.ExchangeAsync(request);
        Assert.StartsWith($"HTTP/1.1 {status} ", answer, StringComparison.Ordinal);
        Assert.Equal(1, answer.Split("HTTP/1.1 ").Length - 1);
    }

    [Fact]
    public async Task Heads_beyond_the_limits_are_refused()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        Assert.StartsWith("HTTP/1.1 414 ", await served.ExchangeAsync("GET /" + new string('a', 9000) + " HTTP/1.1\r\n" + Host + "\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 414 ", await served.ExchangeAsync("GET /" + new string('a', 9000)), StringComparison.Ordinal);
        string many = string.Concat(Enumerable.Range(0, 100).Select(i => $"X-{i}: v\r\n"));
        Assert.StartsWith("HTTP/1.1 431 ", await served.ExchangeAsync("GET /v2/ HTTP/1.1\r\n" + Host + many + "\r\n"), StringComparison.Ordinal);
        string large = "X: " + new string('a', 40_000) + "\r\n";
        Assert.StartsWith("HTTP/1.1 431 ", await served.ExchangeAsync("GET /v2/ HTTP/1.1\r\n" + Host + large + "\r\n"), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 ", await served.ExchangeAsync("GET /v2/ HTTP/1.1\r\n" + Host + many[..^9] + "\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pipelined_requests_are_answered_in_order()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        string answer = await served.ExchangeAsync(
            $"GET /v2/ HTTP/1.1\r\n{Host}\r\nPOST /v2/nothing HTTP/1.1\r\n{Host}Content-Length: 5\r\n\r\nGET /HEAD /v2/ HTTP/1.1\r\n{Host}Connection: close\r\n\r\nGET /v2/ HTTP/1.1\r\n{Host}\r\n");
        string[] statuses = [.. answer.Split("HTTP/1.1 ").Skip(1).Select(part => part[..3])];
        Assert.Equal(["200", "404", "200"], statuses);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Continue_is_sent_only_when_the_body_is_wanted()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        string wanted = await served.ExchangeAsync(
            $"POST /v2/a/blobs/uploads/?digest=sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad HTTP/1.1\r\n{Host}Expect: 100-continue\r\nContent-Length: 3\r\nConnection: close\r\n\r\nabc");
        Assert.StartsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 ", wanted, StringComparison.Ordinal);
        string refused = await served.ExchangeAsync($"PUT /v2/A/manifests/x HTTP/1.1\r\n{Host}Expect: 100-continue\r\nContent-Length: 3\r\n\r\n", endSending: false);
        Assert.StartsWith("HTTP/1.1 400 ", refused, StringComparison.Ordinal);
        Assert.Contains("Connection: close\r\n", refused, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("GET /v2/ HT")]
    [InlineData("GET /v2/ HTTP/1.1\r\nHost: r\r\nX:")]
    [InlineData("POST /v2/a/blobs/uploads/?digest=sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad HTTP/1.1\r\nHost: r\r\nContent-Length: 3\r\n\r\na")]
    public async Task A_client_that_stalls_is_cut_off(string start)
    {
        TimeSpan brief = TimeSpan.FromMilliseconds(200);
        RegistryServerOptions options = ServedFolder.FreePort with { Limits = new HttpLimits { HeaderTimeout = brief, IdleTimeout = brief, TransferTimeout = brief } };
        await using ServedFolder served = await ServedFolder.StartAsync(options);
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(served.Server.Endpoint);
        await socket.SendAsync(Encoding.ASCII.GetBytes(start));
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        int received;
        try
        {
            received = await socket.ReceiveAsync(new byte[1], limit.Token);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.ConnectionReset)
        {
            received = 0;
        }

        Assert.Equal(0, received);
    }

    [Fact]
    public async Task Connections_beyond_the_limit_wait_for_a_free_place()
    {
        await using ServedFolder served = await ServedFolder.StartAsync(ServedFolder.FreePort with { Limits = new HttpLimits { Connections = 1 } });
        using Socket first = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(served.Server.Endpoint);
        await first.SendAsync(Encoding.ASCII.GetBytes("GET /v2/ HTTP/1.1\r\nHost: r\r\n\r\n"));
        Assert.True(await first.ReceiveAsync(new byte[4096]) > 0);
        Task<string> second = served.ExchangeAsync($"GET /v2/ HTTP/1.1\r\n{Host}\r\n");
        Assert.False(second.IsCompleted);
        first.Close();
        Assert.StartsWith("HTTP/1.1 200 ", await second, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mutated_requests_never_hang_the_server()
    {
        await using ServedFolder served = await ServedFolder.StartAsync();
        string[] seeds =
        [
            $"GET /v2/a/tags/list?n=1&last=b HTTP/1.1\r\n{Host}Accept: */*\r\n\r\n",
            $"PUT /v2/a/manifests/t HTTP/1.1\r\n{Host}Content-Type: application/json\r\nContent-Length: 2\r\n\r\n{{}}",
            $"POST /v2/a/blobs/uploads/ HTTP/1.1\r\n{Host}Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
            $"GET /v2/a/blobs/sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad HTTP/1.1\r\n{Host}Range: bytes=0-1\r\n\r\n",
        ];
        Random random = new(20261123);
        string[] splices = ["\r\n", "\n", "\0", "%2e%2e/", "../", ": ", "chunked", "Content-Length: 9\r\n", "\u00ff", " ", "-1", "99999999999999999999"];
        for (int round = 0; round < 400; round++)
        {
            StringBuilder request = new(seeds[random.Next(seeds.Length)]);
            for (int i = random.Next(1, 6); i > 0; i--)
            {
                int at = random.Next(request.Length);
                switch (random.Next(3))
                {
                    case 0:
                        request[at] = (char)random.Next(256);
                        break;
                    case 1:
                        request.Remove(at, Math.Min(random.Next(1, 8), request.Length - at - 1));
                        break;
                    default:
                        request.Insert(at, splices[random.Next(splices.Length)]);
                        break;
                }
            }

            string answer = await served.ExchangeAsync(request.ToString());
            Assert.True(answer.Length == 0 || answer.StartsWith("HTTP/1.1 ", StringComparison.Ordinal), $"round {round}: {answer}");
            Assert.DoesNotContain("HTTP/1.1 500", answer, StringComparison.Ordinal);
        }

        using HttpResponseMessage alive = await served.Client.GetAsync(new Uri("/v2/", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, alive.StatusCode);
    }
}
