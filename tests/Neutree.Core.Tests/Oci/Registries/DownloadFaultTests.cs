using System.Net;
using System.Text;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;
using static Neutree.Core.Tests.Oci.Registries.ScriptedServer;

namespace Neutree.Core.Tests.Oci.Registries;

/// <summary>Reads against a server that plays one fault each, byte for byte.</summary>
public sealed class DownloadFaultTests
{
    private const string Repository = "a/b";
    private static readonly string Text = string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i}\n"));
    private static readonly byte[] Blob = Encoding.ASCII.GetBytes(Text);
    private static readonly Descriptor BlobDescriptor = new(MediaTypes.OciLayer, Digest.Compute(Blob), Blob.Length);
    private static readonly Manifest Image = Manifest.Create(new Descriptor(MediaTypes.OciConfig, Digest.OfEmptyJson, 2), []);
    private static readonly string ImageText = Encoding.UTF8.GetString(Image.Content.Span);

    [Fact]
    public async Task A_broken_download_goes_on_by_range()
    {
        int gets = 0;
        await using ScriptedServer server = Run(async (request, connection) =>
        {
            await connection.ReadBodyAsync();
            if (!request.Target.Contains("blobs", StringComparison.Ordinal))
            {
                await connection.SendAsync(Reply("200 OK"));
            }
            else if (++gets == 1)
            {
                await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Blob.Length}\r\n\r\n{Text[..50_000]}");
                connection.Close();
            }
            else
            {
                int from = int.Parse(request["Range"]!["bytes=".Length..^1], null);
                await connection.SendAsync(Reply("206 Partial Content", $"Content-Range: bytes {from}-{Blob.Length - 1}/{Blob.Length}\r\n", Text[from..]));
            }
        });
        await using RegistryClient client = TestBlobs.Client(server.Host);

        Assert.Equal(Blob, await ReadAsync(client, 0));
        Assert.Equal("bytes=50000-", server.Requests.Last()["Range"]);
    }

    [Fact]
    public async Task A_server_without_ranges_sends_again_what_is_then_skipped()
    {
        await using ScriptedServer server = Answer(request => request.Target.Contains("blobs", StringComparison.Ordinal) ? Reply("200 OK", "", Text) : Reply("200 OK"));
        await using RegistryClient client = TestBlobs.Client(server.Host);

        Assert.Equal(Blob[1234..], await ReadAsync(client, 1234));
    }

    [Fact]
    public async Task A_download_that_stalls_goes_on_and_at_last_fails()
    {
        await using ScriptedServer server = Run(async (request, connection) =>
        {
            await connection.ReadBodyAsync();
            bool isBlob = request.Target.Contains("blobs", StringComparison.Ordinal);
            await connection.SendAsync(isBlob ? $"HTTP/1.1 200 OK\r\nContent-Length: {Blob.Length}\r\n\r\n{Text[..10]}" : Reply("200 OK"));
        });
        await using RegistryClient client = TestBlobs.Client(server.Host, new RegistryOptions { PlainHttp = true, Retry = 1, StallTimeout = TimeSpan.FromMilliseconds(300) });

        RegistryException error = await Assert.ThrowsAsync<RegistryException>(() => ReadAsync(client, 0));

        Assert.Equal("Registry.Timeout", error.ErrorId);
        Assert.Equal([null, "bytes=10-"], server.Requests.Where(r => r.Target.Contains("blobs", StringComparison.Ordinal)).Select(r => r["Range"]));
    }

    [Fact]
    public async Task A_slow_trickle_that_keeps_moving_is_no_stall()
    {
        await using ScriptedServer server = Run(async (request, connection) =>
        {
            await connection.ReadBodyAsync();
            if (!request.Target.Contains("blobs", StringComparison.Ordinal))
            {
                await connection.SendAsync(Reply("200 OK"));
                return;
            }

            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Blob.Length}\r\n\r\n");
            using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(60));
            int at = 0;
            for (; at < 20; at++)
            {
                await connection.SendAsync([Blob[at]]);
                await timer.WaitForNextTickAsync();
            }

            await connection.SendAsync(Blob[at..]);
        });
        await using RegistryClient client = TestBlobs.Client(server.Host, new RegistryOptions { PlainHttp = true, Retry = 0, StallTimeout = TimeSpan.FromMilliseconds(900) });

        Assert.Equal(Blob, await ReadAsync(client, 0));
    }

    [Fact]
    public async Task A_redirect_to_another_host_carries_no_credentials_and_the_same_host_keeps_them()
    {
        await using ScriptedServer store = Answer(_ => Reply("200 OK", "", Text));
        await using ScriptedServer server = Answer(request =>
            request["Authorization"] is null ? Reply("401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"\r\n")
            : request.Target.Contains("blobs", StringComparison.Ordinal) ? Reply("307 Temporary Redirect", "Location: /moved?x=1\r\n")
            : request.Target == "/moved?x=1" ? Reply("302 Found", $"Location: http://{store.Host}/store?sig=abc\r\n")
            : Reply("200 OK"));
        await using RegistryClient client = TestBlobs.Client(server.Host, WithUser());

        Assert.Equal(Blob, await ReadAsync(client, 0));

        WireRequest asked = Assert.Single(store.Requests);
        Assert.Equal(("GET /store?sig=abc", null), (asked.Line, asked["Authorization"]));
        Assert.NotNull(server.Requests.Single(r => r.Target == "/moved?x=1")["Authorization"]);
    }

    [Fact]
    public async Task Redirects_have_an_end()
    {
        await using ScriptedServer server = Answer(request => request.Target == "/v2/" ? Reply("200 OK") : Reply("307 Temporary Redirect", "Location: /again\r\n"));
        await using RegistryClient client = TestBlobs.Client(server.Host);

        Assert.Equal("Registry.TooManyRedirects", (await Assert.ThrowsAsync<RegistryException>(() => ReadAsync(client, 0))).ErrorId);
        Assert.Equal(7, server.Requests.Count);
    }

    [Theory]
    [InlineData("https://8.8.8.8/", "http://10.0.0.1/x", false)]
    [InlineData("https://8.8.8.8/", "https://10.0.0.1/x", false)]
    [InlineData("https://8.8.8.8/", "https://[::1]/x", false)]
    [InlineData("https://8.8.8.8/", "https://[::ffff:192.168.0.1]/x", false)]
    [InlineData("https://8.8.8.8/", "https://169.254.169.254/latest", false)]
    [InlineData("https://8.8.8.8/", "http://9.9.9.9/x", false)]
    [InlineData("https://8.8.8.8/", "https://user:word@9.9.9.9/x", false)]
    [InlineData("https://8.8.8.8/", "ftp://9.9.9.9/x", false)]
    [InlineData("https://8.8.8.8/", "https://9.9.9.9/x", true)]
    [InlineData("https://10.0.0.2/", "https://10.0.0.1/x", true)]
    [InlineData("https://127.0.0.1:5000/", "https://192.168.0.1/x", true)]
    public async Task Redirects_lead_only_where_clients_may_be_sent(string registry, string location, bool allowed)
    {
        Uri from = new(registry);
        Task<Uri> resolving = RedirectRules.ResolveAsync(from, from, new Uri(location, UriKind.RelativeOrAbsolute), default);
        if (allowed)
        {
            Assert.Equal(new Uri(location), await resolving);
        }
        else
        {
            Assert.Equal("Registry.RedirectRefused", (await Assert.ThrowsAsync<RegistryException>(() => resolving)).ErrorId);
        }
    }

    [Fact]
    public async Task A_location_that_forgot_TLS_on_the_same_host_keeps_it()
    {
        Uri registry = new("https://8.8.8.8/v2/");
        Assert.Equal(new Uri("https://8.8.8.8/v2/x?y=1"), await RedirectRules.ResolveAsync(registry, registry, new Uri("http://8.8.8.8/v2/x?y=1"), default));
    }

    [Theory]
    [InlineData("405 Method Not Allowed", "206 Partial Content", "Content-Range: bytes 0-0/1234\r\n", 1234L)]
    [InlineData("403 Forbidden", "404 Not Found", "", null)]
    [InlineData("404 Not Found", "200 OK", "", null)]
    public async Task A_refused_HEAD_of_a_blob_is_asked_again_by_GET(string head, string get, string headers, long? expected)
    {
        await using ScriptedServer server = Answer(request => request.Method == "HEAD" ? $"HTTP/1.1 {head}\r\nContent-Length: 0\r\n\r\n" : request.Target == "/v2/" ? Reply("200 OK") : Reply(get, headers, "x"));
        await using RegistryClient client = TestBlobs.Client(server.Host);

        Assert.Equal(expected, await client.FindBlobAsync(Repository, BlobDescriptor.Digest, default));
    }

    [Fact]
    public async Task A_HEAD_without_length_still_says_that_the_blob_is_there()
    {
        await using ScriptedServer server = Run(async (request, connection) =>
        {
            await connection.ReadBodyAsync();
            await connection.SendAsync(request.Method == "HEAD" ? "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" : Reply("200 OK"));
            if (request.Method == "HEAD")
            {
                connection.Close();
            }
        });
        await using RegistryClient client = TestBlobs.Client(server.Host);

        Assert.Equal(-1, await client.FindBlobAsync(Repository, BlobDescriptor.Digest, default));
    }

    [Theory]
    [InlineData("Docker-Content-Digest: sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a\r\n", false)]
    [InlineData("", true)]
    public async Task The_stated_digest_of_a_manifest_must_be_true(string header, bool good)
    {
        await using ScriptedServer server = Answer(request => request.Target == "/v2/" ? Reply("200 OK") : Reply("200 OK", $"Content-Type: {MediaTypes.OciManifest}\r\n{header}", ImageText));
        await using RegistryClient client = TestBlobs.Client(server.Host);

        if (good)
        {
            Assert.Equal(Image.Digest, (await client.FindManifestAsync(Repository, "v1", default))!.Digest);
        }
        else
        {
            Assert.Equal("Registry.DigestMismatch", (await Assert.ThrowsAsync<RegistryException>(() => client.FindManifestAsync(Repository, "v1", default))).ErrorId);
        }
    }

    [Fact]
    public async Task A_manifest_asked_for_by_digest_must_have_it()
    {
        await using ScriptedServer server = Answer(request => request.Target == "/v2/" ? Reply("200 OK") : Reply("200 OK", $"Content-Type: {MediaTypes.OciManifest}\r\n", ImageText));
        await using RegistryClient client = TestBlobs.Client(server.Host);

        Assert.Equal(
            "Registry.DigestMismatch",
            (await Assert.ThrowsAsync<RegistryException>(() => client.FindManifestAsync(Repository, Digest.OfEmptyJson.ToString(), default))).ErrorId);
        Assert.Equal(
            string.Join(", ", MediaTypes.AcceptedManifests),
            server.Requests.Last()["Accept"]);
    }

    [Fact]
    public async Task A_manifest_over_4_MiB_is_refused()
    {
        await using ScriptedServer server = Answer(request => request.Target == "/v2/" ? Reply("200 OK") : Reply("200 OK", "", new string(' ', ManifestContent.MaxSize + 1)));
        await using RegistryClient client = TestBlobs.Client(server.Host);

        Assert.Equal("Registry.ManifestTooLarge", (await Assert.ThrowsAsync<RegistryException>(() => client.FindManifestAsync(Repository, "v1", default))).ErrorId);
        ManifestContent large = new(MediaTypes.OciManifest, new byte[ManifestContent.MaxSize + 1], Digest.OfEmptyJson);
        Assert.Equal("Registry.ManifestTooLarge", (await Assert.ThrowsAsync<RegistryException>(() => client.PutManifestAsync(Repository, "v1", large, default))).ErrorId);
    }

    [Theory]
    [InlineData("403 Forbidden", "")]
    [InlineData("405 Method Not Allowed", "")]
    [InlineData("200 OK", "")]
    public async Task A_HEAD_of_a_manifest_that_says_too_little_is_asked_again_by_GET(string status, string headers)
    {
        await using ScriptedServer server = Answer(request =>
            request.Method == "HEAD" ? $"HTTP/1.1 {status}\r\n{headers}Content-Length: 0\r\n\r\n"
            : request.Target == "/v2/" ? Reply("200 OK")
            : Reply("200 OK", $"Content-Type: {MediaTypes.OciManifest}\r\n", ImageText));
        await using RegistryClient client = TestBlobs.Client(server.Host);

        Descriptor? found = await client.HeadManifestAsync(Repository, "v1", default);

        Assert.Equal((Image.MediaType, Image.Digest, (long)Image.Content.Length), (found!.MediaType, found.Digest, found.Size));
    }

    [Fact]
    public async Task A_full_HEAD_of_a_manifest_is_enough()
    {
        await using ScriptedServer server = Answer(request => request.Method == "HEAD"
            ? $"HTTP/1.1 200 OK\r\nContent-Type: {MediaTypes.OciIndex}\r\nContent-Length: 77\r\nDocker-Content-Digest: {Digest.OfEmptyJson}\r\n\r\n"
            : Reply("200 OK"));
        await using RegistryClient client = TestBlobs.Client(server.Host);

        Descriptor? found = await client.HeadManifestAsync(Repository, "v1", default);

        Assert.Equal((MediaTypes.OciIndex, Digest.OfEmptyJson, 77L), (found!.MediaType, found.Digest, found.Size));
        Assert.Equal(["GET /v2/", "HEAD /v2/a/b/manifests/v1"], server.Lines);
    }

    [Fact]
    public async Task Lists_go_on_by_relative_links()
    {
        await using ScriptedServer server = Answer(request => request.Target switch
        {
            "/v2/a/b/tags/list" => Reply("200 OK", "Link: </v2/a/b/tags/list?last=2&n=2>; rel=\"next\"\r\n", "{\"tags\":[\"1\",\"2\"]}"),
            "/v2/a/b/tags/list?last=2&n=2" => Reply("200 OK", "Link: <?last=4>; rel=next\r\n", "{\"tags\":[\"3\",\"4\"]}"),
            "/v2/a/b/tags/list?last=4" => Reply("200 OK", "", "{\"tags\":null}"),
            _ => Reply("200 OK"),
        });
        await using RegistryClient client = TestBlobs.Client(server.Host);

        Assert.Equal(["1", "2", "3", "4"], await client.ListTagsAsync(Repository, default).ToListAsync());
    }

    [Fact]
    public async Task Referrers_come_from_the_API_page_by_page_and_filtered()
    {
        static string Page(string digit, string type) => Encoding.UTF8.GetString(
            ImageIndex.Create([new Descriptor(MediaTypes.OciManifest, Digest.Parse("sha256:" + new string(digit[0], 64)), 3) { ArtifactType = type }]).Content.Span);
        string subject = Digest.OfEmptyJson.ToString();
        await using ScriptedServer server = Answer(request =>
            request.Target == $"/v2/a/b/referrers/{subject}?artifactType=a%2Fb" ? Reply("200 OK", $"Content-Type: {MediaTypes.OciIndex}\r\nLink: </next>; rel=\"next\"\r\n", Page("1", "a/b"))
            : request.Target == "/next" ? Reply("200 OK", $"Content-Type: {MediaTypes.OciIndex}\r\n", Page("2", "other"))
            : Reply("200 OK"));
        await using RegistryClient client = TestBlobs.Client(server.Host);

        List<Descriptor> found = await client.ListReferrersAsync(Repository, Digest.OfEmptyJson, "a/b", default).ToListAsync();

        Assert.Equal([Digest.Parse("sha256:" + new string('1', 64))], found.Select(d => d.Digest));
    }

    [Fact]
    public async Task A_registry_that_notes_the_subject_gets_no_referrers_tag()
    {
        string text = ImageText[..^1] + $",\"subject\":{{\"mediaType\":\"{MediaTypes.OciManifest}\",\"digest\":\"{Digest.OfEmptyJson}\",\"size\":2}}}}";
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        await using ScriptedServer server = Answer(request => request.Method == "PUT" ? Reply("201 Created", $"OCI-Subject: {Digest.OfEmptyJson}\r\n") : Reply("200 OK"));
        await using RegistryClient client = TestBlobs.Client(server.Host);

        await client.PutManifestAsync(Repository, "v1", new ManifestContent(MediaTypes.OciManifest, bytes, Digest.Compute(bytes)), default);

        Assert.Equal(["GET /v2/", "PUT /v2/a/b/manifests/v1"], server.Lines);
        WireRequest put = server.Requests.Last();
        Assert.Equal((MediaTypes.OciManifest, text), (put["Content-Type"], Encoding.UTF8.GetString(put.Body)));
    }

    [Fact]
    public async Task A_warning_is_logged_once()
    {
        await using ScriptedServer server = Answer(_ => Reply("200 OK", "Warning: 299 - \"This registry closes soon\"\r\nWarning: 199 - \"no matter\"\r\n"));
        CollectingLogger logger = new();
        await using RegistryClient client = TestBlobs.Client(server.Host, logger: logger);

        await client.PingAsync(default);
        await client.PingAsync(default);

        Assert.Equal([$"{server.Host} says: This registry closes soon"], logger.Warnings);
    }

    private static async Task<byte[]> ReadAsync(RegistryClient client, long offset)
    {
        using Stream stream = await client.OpenBlobAsync(Repository, BlobDescriptor, offset, default);
        using MemoryStream copy = new();
        await stream.CopyToAsync(copy);
        return copy.ToArray();
    }

    private static RegistryOptions WithUser() => new() { PlainHttp = true, Credential = new NetworkCredential("alice", "secret123") };
}
