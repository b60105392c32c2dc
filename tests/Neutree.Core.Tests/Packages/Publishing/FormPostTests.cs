using System.Text;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Publishing;
using Neutree.Core.Tests.Oci.Registries;

namespace Neutree.Core.Tests.Packages.Publishing;

public sealed class FormPostTests : IDisposable
{
    private readonly PublishSetup _setup = new();

    public void Dispose() => _setup.Dispose();

    private static Uri UriOf(ScriptedServer server) => new($"http://{server.Host}/upload?where=here");

    /// <summary>The file in a form, cut out by the boundary that the request states.</summary>
    private static (string Head, byte[] File) Field(WireRequest request)
    {
        string boundary = "--" + request["Content-Type"]!["multipart/form-data; boundary=".Length..];
        string text = Encoding.Latin1.GetString(request.Body);
        Assert.StartsWith(boundary + "\r\n", text, StringComparison.Ordinal);
        Assert.EndsWith($"\r\n{boundary}--\r\n", text, StringComparison.Ordinal);
        int start = text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return (text[(boundary.Length + 2)..start], request.Body[start..^(boundary.Length + 6)]);
    }

    [Fact]
    public async Task Archive_and_checksum_are_posted_as_curl_does_it_with_the_token()
    {
        await using ScriptedServer server = ScriptedServer.Answer(_ => ScriptedServer.Reply("201 Created"));

        PublishedPackage published = await _setup.PublishAsync(UriOf(server), PublishMethod.Post);

        Assert.Equal(["POST /upload?where=here", "POST /upload?where=here"], server.Lines);
        Assert.All(server.Requests, request => Assert.Equal("Bearer " + PublishSetup.Secret, request["Authorization"]));
        Assert.Equal(
            [
                ("Content-Disposition: form-data; name=\"file\"; filename=\"x.tar.gz\"\r\nContent-Type: application/octet-stream\r\n\r\n", Convert.ToHexString(_setup.Content)),
                ("Content-Disposition: form-data; name=\"file\"; filename=\"x.tar.gz.sha256\"\r\nContent-Type: application/octet-stream\r\n\r\n", Convert.ToHexString(Encoding.ASCII.GetBytes(_setup.ChecksumText))),
            ],
            server.Requests.Select(Field).Select(field => (field.Head, Convert.ToHexString(field.File))));
        Assert.Equal(
            [("x.tar.gz", PackageFileKind.Archive, null, 100_000L, _setup.Sum, 100_000L, PublishVerification.None)],
            published.Files.Take(1).Select(file => (file.Name, file.Kind, file.Uri, file.Size, file.Sha256, file.BytesSent, file.Verification)));
        Assert.Equal((PublishStatus.Published, $"http://{server.Host}/upload"), (published.Status, published.Uri.ToString()));
        Assert.Contains(_setup.Log.Warnings, line => line.Contains("doesn't say where x.tar.gz can be fetched", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_arrived_is_fetched_where_the_server_says_and_compared()
    {
        await using ScriptedServer server = Receiver(content => content);

        PublishedPackage published = await _setup.PublishAsync(UriOf(server), PublishMethod.Post);

        Assert.Equal((PublishVerification.Content, $"http://{server.Host}/files/x.tar.gz", $"http://{server.Host}/files/x.tar.gz.sha256"), (published.Verification, published.Uri.ToString(), published.ChecksumUri!.ToString()));
        Assert.Empty(_setup.Log.Warnings);
    }

    [Fact]
    public async Task What_arrived_otherwise_than_it_was_sent_is_a_failure()
    {
        await using ScriptedServer server = Receiver(content => [.. content[..^1], (byte)(content[^1] ^ 1)]);

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => _setup.PublishAsync(UriOf(server), PublishMethod.Post));

        Assert.Equal(("Package.UploadMismatch", ErrorKind.InvalidData), (error.ErrorId, error.Kind));
        Assert.Contains($"instead of {_setup.Sum}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_folder_that_the_user_names_is_where_it_is_compared()
    {
        await using ScriptedServer files = ScriptedServer.Run((request, connection) => request.Method == "HEAD"
            ? connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {(request.Target.EndsWith("256", StringComparison.Ordinal) ? _setup.ChecksumText.Length : 100_000)}\r\nX-Checksum-Sha256: {(request.Target.EndsWith("256", StringComparison.Ordinal) ? new string('0', 64) : _setup.Sum)}\r\n\r\n")
            : connection.SendAsync(ScriptedServer.Reply("404 Not Found")));
        await using ScriptedServer server = ScriptedServer.Answer(_ => ScriptedServer.Reply("200 OK"));

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => _setup.PublishAsync(
            UriOf(server), PublishMethod.Post, options => options with { DownloadUri = new Uri($"http://{files.Host}/dist") }));

        // The archive has the right sum there, the checksum file another.
        Assert.Equal(["HEAD /dist/x.tar.gz", "HEAD /dist/x.tar.gz.sha256"], files.Lines);
        Assert.Contains("x.tar.gz.sha256 didn't arrive", error.Message, StringComparison.Ordinal);
        Assert.All(files.Requests, request => Assert.Null(request["Authorization"]));
    }

    [Fact]
    public async Task A_connection_that_breaks_and_a_server_that_fails_are_tried_again()
    {
        int requests = 0;
        await using ScriptedServer server = ScriptedServer.Run(async (request, connection) =>
        {
            switch (requests++)
            {
                case 0:
                    await connection.ReadBodyAsync(1000);
                    connection.Break();
                    break;
                case 1:
                    await connection.ReplyAsync(request, _ => ScriptedServer.Reply("503 Service Unavailable", "Retry-After: 9\r\n"));
                    break;
                default:
                    await connection.ReplyAsync(request, _ => ScriptedServer.Reply("200 OK"));
                    break;
            }
        });

        await _setup.PublishAsync(UriOf(server), PublishMethod.Post);

        Assert.Equal(4, server.Requests.Count);
        Assert.Equal(_setup.Content, Field(server.Requests.ElementAt(2)).File);
        Assert.Contains(TimeSpan.FromSeconds(9), _setup.Time.Waits);
    }

    [Theory]
    [InlineData("413 Content Too Large", ErrorKind.LimitExceeded, "client_max_body_size")]
    [InlineData("401 Unauthorized", ErrorKind.AuthenticationFailed, "token")]
    [InlineData("403 Forbidden", ErrorKind.PermissionDenied, "right")]
    [InlineData("405 Method Not Allowed", ErrorKind.NotSupported, "-Method")]
    [InlineData("302 Found\r\nLocation: /elsewhere", ErrorKind.NotSupported, "redirects")]
    [InlineData("500 Internal Server Error", ErrorKind.ServerFault, "log")]
    public async Task A_refusal_is_a_failure_that_says_what_to_do(string status, ErrorKind kind, string advice)
    {
        await using ScriptedServer server = ScriptedServer.Answer(_ => ScriptedServer.Reply(status));

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => _setup.PublishAsync(UriOf(server), PublishMethod.Post));

        Assert.Equal(("Package.UploadFailed", kind), (error.ErrorId, error.Kind));
        Assert.Contains($"upload of x.tar.gz to http://{server.Host}/upload failed: HTTP {status[..3]}", error.Message, StringComparison.Ordinal);
        Assert.Contains(advice, error.Recommendation, StringComparison.Ordinal);
        Assert.Equal(kind == ErrorKind.ServerFault ? 4 : 1, server.Requests.Count);
    }

    [Fact]
    public async Task A_large_file_is_announced_so_that_a_refusal_comes_before_it_is_sent()
    {
        using PublishSetup large = new(3 * 1024 * 1024);
        await using ScriptedServer server = ScriptedServer.Run(async (_, connection) =>
        {
            await connection.SendAsync("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
            connection.Close();
        });

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => large.PublishAsync(UriOf(server), PublishMethod.Post));

        Assert.Equal(ErrorKind.LimitExceeded, error.Kind);
        Assert.Equal("100-continue", Assert.Single(server.Requests)["Expect"]);
    }

    [Fact]
    public async Task A_redirect_to_another_host_gets_the_file_and_never_the_token()
    {
        await using ScriptedServer elsewhere = ScriptedServer.Answer(_ => ScriptedServer.Reply("200 OK"));
        await using ScriptedServer server = ScriptedServer.Answer(_ => ScriptedServer.Reply("307 Temporary Redirect", $"Location: http://{elsewhere.Host}/store\r\n"));

        await _setup.PublishAsync(UriOf(server), PublishMethod.Post);

        Assert.Equal(_setup.Content, Field(elsewhere.Requests.First()).File);
        Assert.All(elsewhere.Requests, request => Assert.Null(request["Authorization"]));
    }

    [Fact]
    public async Task No_message_or_log_line_holds_the_token()
    {
        await using ScriptedServer server = ScriptedServer.Answer(request => ScriptedServer.Reply("403 Forbidden", "Content-Type: application/json\r\n", $$"""{"error":"bad {{request["Authorization"]}}"}"""));

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => _setup.PublishAsync(UriOf(server), PublishMethod.Post));

        Assert.All(_setup.Log.All.Append(error.ToString()), line => Assert.DoesNotContain(PublishSetup.Secret, line, StringComparison.Ordinal));
        Assert.Contains("bad Bearer ***", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_behind_files_that_were_posted_names_them()
    {
        int requests = 0;
        await using ScriptedServer server = ScriptedServer.Answer(_ => ScriptedServer.Reply(requests++ == 0 ? "200 OK" : "403 Forbidden"));

        await Assert.ThrowsAsync<PackageException>(() => _setup.PublishAsync(UriOf(server), PublishMethod.Post));

        Assert.Contains(_setup.Log.Warnings, line => line.EndsWith("left there: x.tar.gz", StringComparison.Ordinal));
    }

    /// <summary>Keeps what is posted, changed by <paramref name="change"/>, and serves it below <c>/files</c>.</summary>
    private static ScriptedServer Receiver(Func<byte[], byte[]> change)
    {
        Dictionary<string, byte[]> kept = [];
        return ScriptedServer.Run(async (request, connection) =>
        {
            if (request.Method == "POST")
            {
                await connection.ReadBodyAsync();
                (string head, byte[] file) = Field(request with { Body = connection.Body });
                string name = head.Split("filename=\"")[1].Split('"')[0];
                kept[name] = change(file);
                await connection.SendAsync(ScriptedServer.Reply("201 Created", $"Location: /files/{name}\r\n"));
                return;
            }

            byte[] content = kept[request.Target["/files/".Length..]];
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {content.Length}\r\n\r\n");
            if (request.Method == "GET")
            {
                await connection.SendAsync(content);
            }
        });
    }
}
