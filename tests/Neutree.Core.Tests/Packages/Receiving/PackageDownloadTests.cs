using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Receiving;
using Neutree.Core.Packages.Servers;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Oci.Registries;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Packages.Receiving;

public sealed partial class PackageDownloadTests
{
    private const string Content = "the whole package, 30 bytes...";
    private const string Secret = "s3cret";
    private readonly CollectingLogger _log = new();
    private readonly InstantTime _time = new();

    private Task<PackageDownload> DownloadAsync(Uri uri, RegistryOptions? options = null, CancellationToken cancellationToken = default)
    {
        PackageServerOptions server = new() { Connection = options ?? new RegistryOptions { CertificateFolders = [], Retry = 4 } };
        return PackageDownload.FetchAsync(uri, server, new RegistryEnvironment { Time = _time, Jitter = () => 0 }, progress: null, _log, cancellationToken);
    }

    private async Task<PackageException> FailsAsync(Uri uri, RegistryOptions? options = null)
    {
        PackageException error = await Assert.ThrowsAsync<PackageException>(() => DownloadAsync(uri, options));
        Assert.Equal("Package.DownloadFailed", error.ErrorId);
        Assert.False(Directory.Exists(KeptFolder()));
        return error;
    }

    private async Task<string> TextAsync(Uri uri)
    {
        await using PackageDownload download = await DownloadAsync(uri);
        return await File.ReadAllTextAsync(download.Path);
    }

    private string KeptFolder() => Path.GetDirectoryName(KeptPath().Match(_log.All.First()).Groups[1].Value)!;

    /// <summary>The script answers for the package; there is no checksum beside it.</summary>
    private static ScriptedServer Serve(Func<WireRequest, WireConnection, Task> script) => ScriptedServer.Run((request, connection) =>
        request.Target.Contains(".sha256", StringComparison.Ordinal) ? connection.SendAsync(ScriptedServer.Reply("404 Not Found")) : script(request, connection));

    private static ScriptedServer ServeText(Func<WireRequest, string> script) => Serve((request, connection) => connection.ReplyAsync(request, script));

    private static IEnumerable<WireRequest> ForPackage(ScriptedServer server) => server.Requests.Where(request => !request.Target.Contains(".sha256", StringComparison.Ordinal));

    private static Uri UriOf(ScriptedServer server, string path = "/dist/package.tar.gz") => new($"http://{server.Host}{path}");

    private static string Whole(string headers = "") => ScriptedServer.Reply("200 OK", headers, Content);

    /// <summary>An answer that promises all of the content and ends after its first ten bytes.</summary>
    private static async Task BreakAsync(WireConnection connection, string headers = "")
    {
        await connection.SendAsync($"HTTP/1.1 200 OK\r\n{headers}Content-Length: {Content.Length}\r\n\r\n{Content[..10]}");
        connection.Close();
    }

    [Fact]
    public async Task A_whole_answer_becomes_a_file_of_its_name_that_lives_as_long_as_the_download()
    {
        await using ScriptedServer server = ServeText(_ => Whole());
        PackageDownload download = await DownloadAsync(UriOf(server, "/dist/my%20package.tar.gz?x=/y"));
        Assert.Equal(("my package.tar.gz", Content), (Path.GetFileName(download.Path), await File.ReadAllTextAsync(download.Path)));
        await download.DisposeAsync();
        Assert.False(Directory.Exists(Path.GetDirectoryName(download.Path)));
        Assert.Contains(download.Path, _log.All.First(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/dist/")]
    [InlineData("/%2E%2E%2F..%00")]
    public async Task A_file_whose_name_is_no_name_gets_one_below_its_folder(string path)
    {
        await using ScriptedServer server = ServeText(_ => Whole());
        await using PackageDownload download = await DownloadAsync(UriOf(server, path));
        Assert.StartsWith("neutree-download-", Path.GetFileName(Path.GetDirectoryName(Path.GetFullPath(download.Path)))!, StringComparison.Ordinal);
        Assert.Equal(Content, await File.ReadAllTextAsync(download.Path));
    }

    [Fact]
    public async Task A_broken_connection_is_continued_where_it_broke()
    {
        await using ScriptedServer server = Serve((request, connection) => request["Range"] is null
            ? BreakAsync(connection, "ETag: \"one\"\r\n")
            : connection.SendAsync(ScriptedServer.Reply(
                "206 Partial Content",
                $"ETag: \"one\"\r\nContent-Range: bytes 10-{Content.Length - 1}/{Content.Length}\r\n",
                Content[10..])));
        Assert.Equal(Content, await TextAsync(UriOf(server)));
        Assert.Equal([(null, null), ("bytes=10-29", "\"one\"")], ForPackage(server).Select(request => (request["Range"], request["If-Range"])));
        Assert.Equal([TimeSpan.FromMilliseconds(250)], _time.Waits);
    }

    [Theory]
    [InlineData("ETag: \"one\"\r\n", "bytes=10-29")]
    [InlineData("ETag: W/\"one\"\r\n", null)]
    [InlineData("", null)]
    public async Task A_server_that_does_not_continue_sends_the_whole_again(string headers, string? range)
    {
        int requests = 0;
        await using ScriptedServer server = Serve((_, connection) =>
            requests++ == 0 ? BreakAsync(connection, headers) : connection.SendAsync(Whole("ETag: \"two\"\r\n")));
        Assert.Equal(Content, await TextAsync(UriOf(server)));
        Assert.Equal(range, ForPackage(server).Last()["Range"]);
    }

    [Theory]
    [InlineData("206 Partial Content", "ETag: \"two\"\r\nContent-Range: bytes 10-29/30\r\n")]
    [InlineData("206 Partial Content", "ETag: \"one\"\r\nContent-Range: bytes 0-29/30\r\n")]
    [InlineData("206 Partial Content", "ETag: \"one\"\r\n")]
    [InlineData("416 Range Not Satisfiable", "")]
    public async Task A_rest_that_does_not_fit_what_is_here_is_not_joined_to_it(string status, string headers)
    {
        int requests = 0;
        await using ScriptedServer server = Serve((_, connection) => requests++ switch
        {
            0 => BreakAsync(connection, "ETag: \"one\"\r\n"),
            1 => connection.SendAsync(ScriptedServer.Reply(status, headers, "other than what was asked")),
            _ => connection.SendAsync(Whole()),
        });
        Assert.Equal(Content, await TextAsync(UriOf(server)));
        Assert.Equal([null, "bytes=10-29", null], ForPackage(server).Select(request => request["Range"]));
    }

    [Theory]
    [InlineData("404 Not Found", "HTTP 404", ErrorKind.NotFound)]
    [InlineData("401 Unauthorized", "HTTP 401", ErrorKind.AuthenticationFailed)]
    [InlineData("403 Forbidden", "HTTP 403", ErrorKind.PermissionDenied)]
    public async Task A_refusal_is_told_with_its_status(string status, string text, ErrorKind kind)
    {
        await using ScriptedServer server = ServeText(_ => ScriptedServer.Reply(status));
        PackageException error = await FailsAsync(UriOf(server));
        Assert.Contains(text, error.Message, StringComparison.Ordinal);
        Assert.Equal((kind, 1), (error.Kind, ForPackage(server).Count()));
    }

    [Fact]
    public async Task It_gives_up_after_five_attempts_that_get_no_further()
    {
        await using ScriptedServer server = Serve((_, connection) => BreakAsync(connection));
        PackageException error = await FailsAsync(UriOf(server));
        Assert.Equal((ErrorKind.ConnectionFailed, 5), (error.Kind, ForPackage(server).Count()));
        Assert.Equal([250, 500, 1000, 2000], _time.Waits.Select(wait => wait.TotalMilliseconds));
    }

    [Fact]
    public async Task A_server_that_fails_is_asked_again_and_told_with_its_status_when_it_goes_on_failing()
    {
        int requests = 0;
        await using ScriptedServer mended = ServeText(_ => requests++ < 2 ? ScriptedServer.Reply("503 Service Unavailable", "Retry-After: 7\r\n") : Whole());
        Assert.Equal(Content, await TextAsync(UriOf(mended)));
        Assert.Equal([TimeSpan.FromSeconds(7), TimeSpan.FromSeconds(7)], _time.Waits);

        await using ScriptedServer broken = ServeText(_ => ScriptedServer.Reply("500 Internal Server Error"));
        PackageException error = await Assert.ThrowsAsync<PackageException>(() => DownloadAsync(UriOf(broken)));
        Assert.Equal((ErrorKind.ServerFault, 5), (error.Kind, ForPackage(broken).Count()));
        Assert.Contains("HTTP 500", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_checksum_beside_a_package_is_compared()
    {
        string sum = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.ASCII.GetBytes(Content)));
        string stated = sum;
        await using ScriptedServer server = ScriptedServer.Answer(request => request.Target.EndsWith(".sha256", StringComparison.Ordinal)
            ? ScriptedServer.Reply("200 OK", "", $"{stated}  package.tar.gz\n")
            : Whole());
        Assert.Equal(Content, await TextAsync(UriOf(server)));

        stated = new string('0', 64);
        PackageException error = await Assert.ThrowsAsync<PackageException>(() => DownloadAsync(UriOf(server)));
        Assert.Equal(("Package.ChecksumMismatch", ErrorKind.InvalidData), (error.ErrorId, error.Kind));
        Assert.Contains($"{sum} instead of {stated}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attempts_that_get_further_do_not_count_against_the_limit()
    {
        await using ScriptedServer server = Serve(async (request, connection) =>
        {
            int from = request["Range"] is { } range ? int.Parse(range[6..range.IndexOf('-')], System.Globalization.CultureInfo.InvariantCulture) : 0;
            string head = from == 0 ? "200 OK\r\n" : $"206 Partial Content\r\nContent-Range: bytes {from}-{Content.Length - 1}/{Content.Length}\r\n";
            await connection.SendAsync($"HTTP/1.1 {head}ETag: \"one\"\r\nContent-Length: {Content.Length - from}\r\n\r\n{Content.Substring(from, 3)}");
            connection.Close();
        });
        Assert.Equal(Content, await TextAsync(UriOf(server)));
        Assert.Equal(10, ForPackage(server).Count());
    }

    [Fact]
    public async Task A_connection_that_stalls_counts_as_broken()
    {
        int requests = 0;
        await using ScriptedServer server = Serve(async (_, connection) =>
        {
            if (requests++ > 0)
            {
                await connection.SendAsync(Whole());
                return;
            }

            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Content.Length}\r\n\r\n{Content[..10]}");
            await connection.WaitForEndAsync();
        });
        RegistryOptions impatient = new() { CertificateFolders = [], StallTimeout = TimeSpan.FromSeconds(1) };
        await using PackageDownload download = await DownloadAsync(UriOf(server), impatient);
        Assert.Equal(Content, await File.ReadAllTextAsync(download.Path));
    }

    [Fact]
    public async Task User_and_password_go_to_their_host_and_to_no_other()
    {
        await using ScriptedServer elsewhere = ServeText(_ => Whole());
        await using ScriptedServer server = ServeText(request => ScriptedServer.Reply(
            "302 Found", $"Location: {(request.Target == "/moved" ? $"http://{elsewhere.Host}/signed?token=1" : "/moved")}\r\n"));
        Assert.Equal(Content, await TextAsync(new Uri($"http://alice:{Secret}@{server.Host}/package.tar.gz?key={Secret}")));
        string basic = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"alice:{Secret}"));
        Assert.Equal([basic, basic], ForPackage(server).Select(request => request["Authorization"]));
        Assert.Equal([$"GET /package.tar.gz?key={Secret}", "GET /moved"], ForPackage(server).Select(request => request.Line));
        Assert.Equal([("GET /signed?token=1", null)], elsewhere.Requests.Select(request => (request.Line, request["Authorization"])));
        Assert.All(_log.All, line => Assert.DoesNotContain(Secret, line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("404 Not Found", "")]
    [InlineData("200 OK", "Content-Length: 99\r\n")]
    [InlineData("302 Found", "Location: ftp://elsewhere/\r\n")]
    [InlineData("302 Found", "Location: /again\r\n")]
    public async Task No_message_shows_user_password_or_query(string status, string headers)
    {
        await using ScriptedServer server = Serve(async (_, connection) =>
        {
            await connection.SendAsync($"HTTP/1.1 {status}\r\n{headers}Connection: close\r\n\r\n");
            connection.Close();
        });
        PackageException error = await FailsAsync(new Uri($"http://alice:{Secret}@{server.Host}/package.tar.gz?key={Secret}"));
        Assert.Equal($"http://{server.Host}/package.tar.gz", error.Target);
        Assert.All(_log.All.Append(error.ToString()), line =>
        {
            Assert.DoesNotContain(Secret, line, StringComparison.Ordinal);
            Assert.DoesNotContain("alice", line, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task A_redirect_that_drops_TLS_is_refused()
    {
        using TemporaryFolder folder = new();
        TestAuthority authority = new(folder.Path);
        await using ScriptedServer plain = ServeText(_ => Whole());
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0, listen => listen.UseHttps(LoadServer(authority))));
        await using WebApplication secure = builder.Build();
        secure.MapGet("/package.tar.gz", context =>
        {
            context.Response.Redirect($"http://localhost:{plain.Port}/package.tar.gz");
            return Task.CompletedTask;
        });
        await secure.StartAsync();
        RegistryOptions trusting = new() { CertificateFolders = [], CACertificatePath = authority.CertificatePath };

        PackageException error = await FailsAsync(new Uri(secure.Urls.Single() + "/package.tar.gz"), trusting);

        Assert.Contains("without TLS", error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorKind.PermissionDenied, error.Kind);
        Assert.Empty(plain.Requests);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        using TemporaryFolder folder = new();
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(
            System.Net.IPAddress.Loopback, 0, listen => listen.UseHttps(LoadServer(new TestAuthority(folder.Path)))));
        await using WebApplication secure = builder.Build();
        await secure.StartAsync();
        Assert.Equal(ErrorKind.ConnectionFailed, (await FailsAsync(new Uri(secure.Urls.Single() + "/package.tar.gz"))).Kind);
    }

    [Fact]
    public async Task Cancelling_ends_it_and_leaves_no_file()
    {
        using CancellationTokenSource cancel = new();
        await using ScriptedServer server = Serve(async (_, connection) =>
        {
            await connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Content.Length}\r\n\r\n{Content[..10]}");
            await cancel.CancelAsync();
            await connection.WaitForEndAsync();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => DownloadAsync(UriOf(server), null, cancel.Token));
        Assert.False(Directory.Exists(KeptFolder()));
    }

    private static X509Certificate2 LoadServer(TestAuthority authority)
    {
        using X509Certificate2 pem = X509Certificate2.CreateFromPemFile(authority.ServerCertificatePath, authority.ServerKeyPath);
        return X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
    }

    [GeneratedRegex("is kept in (.*) during the run")]
    private static partial Regex KeptPath();
}
