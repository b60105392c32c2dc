using System.Security.Cryptography;
using System.Text;
using Neutree.Core.Oci.Registries;
using Neutree.Core.Packages;
using Neutree.Core.Packages.Receiving;
using Neutree.Core.Packages.Servers;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Oci.Registries;

namespace Neutree.Core.Tests.Packages.Receiving;

public sealed class PackageReceiverTests : IDisposable
{
    private const string Manifest = "manifest_version: \"1.0\"\nmetadata:\n  version: v1\nimages: []\n";
    private static readonly byte[] Package = RandomNumberGenerator.GetBytes(100_000);
    private readonly TemporaryFolder _folder = new();
    private readonly CollectingLogger _log = new();
    private readonly InstantTime _time = new();

    public void Dispose() => _folder.Dispose();

    private Task<ReceivedPackage> ReceiveAsync(Uri uri, Func<PackageReceiveOptions, PackageReceiveOptions>? change = null, CancellationToken cancellationToken = default)
    {
        PackageReceiveOptions options = new() { Uri = uri, Destination = _folder.Path, Server = new PackageServerOptions { Connection = new RegistryOptions { CertificateFolders = [] } } };
        RegistryEnvironment environment = new() { Time = _time, Jitter = () => 0 };
        return new PackageReceiver(change is null ? options : change(options), _log, environment) { RangeSize = 10_000 }.ReceiveAsync(progress: null, cancellationToken);
    }

    private static Uri UriOf(ScriptedServer server, string name = "x.tar.gz") => new($"http://{server.Host}/dist/{name}");

    private static string Sum(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private string[] Names() => [.. Directory.EnumerateFiles(_folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private static Task Missing(WireConnection connection) => connection.SendAsync(ScriptedServer.Reply("404 Not Found"));

    /// <summary>Serves files by name, with ranges and an entity tag; <paramref name="trouble"/> may answer instead.</summary>
    private static ScriptedServer Serve(Dictionary<string, byte[]> files, Func<WireRequest, WireConnection, Task<bool>>? trouble = null, string headers = "ETag: \"one\"\r\n") =>
        ScriptedServer.Run(async (request, connection) =>
        {
            if (trouble is not null && await trouble(request, connection))
            {
                return;
            }

            if (!files.TryGetValue(request.Target[(request.Target.LastIndexOf('/') + 1)..], out byte[]? content))
            {
                await Missing(connection);
                return;
            }

            (int from, int to) = Range(request["Range"], content.Length);
            string status = request["Range"] is null ? "200 OK" : $"206 Partial Content\r\nContent-Range: bytes {from}-{to}/{content.Length}";
            await connection.SendAsync($"HTTP/1.1 {status}\r\n{headers}Accept-Ranges: bytes\r\nContent-Length: {to + 1 - from}\r\n\r\n");
            if (request.Method != "HEAD")
            {
                await connection.SendAsync(content[from..(to + 1)]);
            }
        });

    private static (int From, int To) Range(string? header, int length)
    {
        string[] ends = (header ?? $"bytes=0-{length - 1}")["bytes=".Length..].Split('-');
        return (int.Parse(ends[0]), ends[1].Length == 0 ? length - 1 : int.Parse(ends[1]));
    }

    [Fact]
    public async Task A_large_file_comes_in_ranges_on_several_connections_with_checksum_and_manifest()
    {
        await using ScriptedServer server = Serve(new Dictionary<string, byte[]>
        {
            ["x.tar.gz"] = Package,
            ["x.tar.gz.sha256"] = Encoding.ASCII.GetBytes($"{Sum(Package)}  x.tar.gz\n"),
            ["x-manifest.yaml"] = Encoding.ASCII.GetBytes(Manifest),
        });

        ReceivedPackage received = await ReceiveAsync(UriOf(server));

        Assert.Equal(Package, await File.ReadAllBytesAsync(_folder.File("x.tar.gz")));
        Assert.Equal($"{Sum(Package)}  x.tar.gz\n", await File.ReadAllTextAsync(_folder.File("x.tar.gz.sha256")));
        Assert.Equal(Manifest, await File.ReadAllTextAsync(_folder.File("x-manifest.yaml")));
        Assert.Equal(["x-manifest.yaml", "x.tar.gz", "x.tar.gz.sha256"], Names());
        Assert.Equal(
            (_folder.File("x.tar.gz"), 100_000L, Sum(Package), true, ReceiveStatus.Received),
            (received.Path, received.Size, received.Sha256, received.IsVerified, received.Status));
        string[] ranges = [.. server.Requests.Where(request => request.Target == "/dist/x.tar.gz" && request["Range"] is not null).Select(request => request["Range"]!).Order(StringComparer.Ordinal)];
        Assert.Equal(["bytes=10000-19999", "bytes=20000-29999", "bytes=30000-39999", "bytes=40000-49999", "bytes=50000-59999", "bytes=60000-69999", "bytes=70000-79999", "bytes=80000-89999", "bytes=90000-99999"], ranges);
        Assert.All(server.Requests.Where(request => request["Range"] is not null), request => Assert.Equal("\"one\"", request["If-Range"]));
        Assert.Empty(_log.Warnings);
    }

    [Fact]
    public async Task A_package_that_is_there_already_is_not_fetched_again()
    {
        await using ScriptedServer server = Serve(new Dictionary<string, byte[]> { ["x.tar.gz"] = Package, ["x.tar.gz.sha256"] = Encoding.ASCII.GetBytes(Sum(Package)) });
        await ReceiveAsync(UriOf(server));

        ReceivedPackage again = await ReceiveAsync(UriOf(server));

        Assert.Equal((ReceiveStatus.AlreadyPresent, 0L, true), (again.Status, again.BytesReceived, again.IsVerified));
    }

    [Fact]
    public async Task An_interrupted_fetch_leaves_a_partial_file_with_which_the_next_run_goes_on()
    {
        using CancellationTokenSource cancel = new();
        bool isDown = true;
        await using ScriptedServer server = Serve(
            new Dictionary<string, byte[]> { ["x.tar.gz"] = Package },
            async (request, connection) =>
            {
                if (!isDown || request.Target != "/dist/x.tar.gz" || request["Range"] is not { } range)
                {
                    return false;
                }

                if (range != "bytes=10000-19999")
                {
                    await connection.WaitForEndAsync();
                    return true;
                }

                await connection.SendAsync($"HTTP/1.1 206 Partial Content\r\nETag: \"one\"\r\nContent-Range: bytes 10000-19999/100000\r\nContent-Length: 10000\r\n\r\n");
                await connection.SendAsync(Package[10_000..15_000]);
                await cancel.CancelAsync();
                await connection.WaitForEndAsync();
                return true;
            });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReceiveAsync(UriOf(server), options => options with { ThrottleLimit = 2 }, cancel.Token));
        Assert.Equal(["x.tar.gz.partial", "x.tar.gz.partial.journal"], Names());
        isDown = false;
        server.Requests.Clear();
        ReceivedPackage received = await ReceiveAsync(UriOf(server));

        Assert.Equal(Package, await File.ReadAllBytesAsync(_folder.File("x.tar.gz")));
        Assert.Equal(["x.tar.gz"], Names());
        Assert.InRange(received.BytesReceived, 80_000, 95_000);
        Assert.DoesNotContain(server.Requests, request => request["Range"]?.StartsWith("bytes=0-", StringComparison.Ordinal) == true);
    }

    [Theory]
    [InlineData("ETag: \"two\"\r\n")]
    [InlineData("")]
    public async Task What_is_left_of_another_version_is_not_continued(string headers)
    {
        byte[] old = RandomNumberGenerator.GetBytes(100_000);
        using (PartialFile left = PartialFile.Open(_folder.File("x.tar.gz")))
        {
            left.Reset(new ContentIdentity(100_000, "\"one\"", null));
            await left.WriteAsync(old.AsMemory(0, 50_000), 0, default);
            left.Journal.Note(0, 50_000);
        }

        await using ScriptedServer server = ScriptedServer.Run(async (request, connection) =>
        {
            if (request.Target != "/dist/x.tar.gz")
            {
                await Missing(connection);
                return;
            }

            // If-Range names a version that is no more.
            await connection.SendAsync($"HTTP/1.1 200 OK\r\n{headers}Content-Length: 100000\r\n\r\n");
            await connection.SendAsync(Package);
        });

        await ReceiveAsync(UriOf(server));

        Assert.Equal(Package, await File.ReadAllBytesAsync(_folder.File("x.tar.gz")));
    }

    [Fact]
    public async Task A_continued_file_that_is_not_what_its_sum_says_is_fetched_anew()
    {
        using (PartialFile left = PartialFile.Open(_folder.File("x.tar.gz")))
        {
            left.Reset(new ContentIdentity(100_000, "\"one\"", null));
            await left.WriteAsync(new byte[50_000], 0, default);
            left.Journal.Note(0, 50_000);
        }

        await using ScriptedServer server = Serve(new Dictionary<string, byte[]> { ["x.tar.gz"] = Package });

        ReceivedPackage received = await ReceiveAsync(UriOf(server), options => options with { Sha256 = Sum(Package).ToUpperInvariant() });

        Assert.Equal((Sum(Package), true), (received.Sha256, received.IsVerified));
    }

    [Fact]
    public async Task A_file_that_is_not_what_its_sum_says_never_gets_its_name()
    {
        await using ScriptedServer server = Serve(new Dictionary<string, byte[]> { ["x.tar.gz"] = Package });

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => ReceiveAsync(UriOf(server), options => options with { Sha256 = new string('a', 64) }));

        Assert.Equal("Package.ChecksumMismatch", error.ErrorId);
        Assert.Empty(Names());
    }

    [Fact]
    public async Task Ranges_that_break_are_asked_for_again_where_they_broke()
    {
        HashSet<string> broken = [];
        await using ScriptedServer server = Serve(
            new Dictionary<string, byte[]> { ["x.tar.gz"] = Package },
            async (request, connection) =>
            {
                string range = request["Range"] ?? "";
                lock (broken)
                {
                    if (!range.EndsWith("9999", StringComparison.Ordinal) || !broken.Add(range[^5..]))
                    {
                        return false;
                    }
                }

                (int from, int to) = Range(range, Package.Length);
                await connection.SendAsync($"HTTP/1.1 206 Partial Content\r\nETag: \"one\"\r\nContent-Range: bytes {from}-{to}/100000\r\nContent-Length: {to + 1 - from}\r\n\r\n");
                await connection.SendAsync(Package[from..(from + 1000)]);
                connection.Break();
                return true;
            });

        await ReceiveAsync(UriOf(server), options => options with { Sha256 = Sum(Package) });

        Assert.Equal(Package, await File.ReadAllBytesAsync(_folder.File("x.tar.gz")));
        Assert.NotEmpty(broken);
    }

    [Fact]
    public async Task A_server_that_offers_ranges_and_sends_the_whole_is_read_on_one_connection()
    {
        await using ScriptedServer server = ScriptedServer.Run(async (request, connection) =>
        {
            if (request.Target != "/dist/x.tar.gz")
            {
                await Missing(connection);
                return;
            }

            await connection.SendAsync("HTTP/1.1 200 OK\r\nETag: \"one\"\r\nAccept-Ranges: bytes\r\nContent-Length: 100000\r\n\r\n");
            await connection.SendAsync(Package);
        });

        await ReceiveAsync(UriOf(server));

        Assert.Equal(Package, await File.ReadAllBytesAsync(_folder.File("x.tar.gz")));
    }

    [Fact]
    public async Task All_parts_of_a_split_package_come_and_the_first_is_its_name()
    {
        Dictionary<string, byte[]> files = new()
        {
            ["x.tar.gz.part001"] = Package[..40_000],
            ["x.tar.gz.part001.sha256"] = Encoding.ASCII.GetBytes($"{Sum(Package[..40_000])}  x.tar.gz.part001\n"),
            ["x.tar.gz.part002"] = Package[40_000..],
            ["x.tar.gz.part002.sha256"] = Encoding.ASCII.GetBytes($"{Sum(Package[40_000..])}  x.tar.gz.part002\n"),
        };
        await using ScriptedServer server = Serve(files);

        ReceivedPackage received = await ReceiveAsync(UriOf(server, "x.tar.gz.part001"));

        Assert.Equal((_folder.File("x.tar.gz.part001"), 100_000L, null, true), (received.Path, received.Size, received.Sha256, received.IsVerified));
        Assert.Equal(files.Keys.Order(StringComparer.Ordinal), Names());

        files.Add("x.tar.gz.part004", Package);
        PackageException error = await Assert.ThrowsAsync<PackageException>(() => ReceiveAsync(UriOf(server, "x.tar.gz.part001")));
        Assert.Contains("x.tar.gz.part003", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_package_without_checksum_is_fetched_with_a_warning_and_gets_none()
    {
        await using ScriptedServer server = Serve(new Dictionary<string, byte[]> { ["x.tar.gz"] = Package });

        ReceivedPackage received = await ReceiveAsync(UriOf(server));

        Assert.Equal((Sum(Package), false), (received.Sha256, received.IsVerified));
        Assert.Equal(["x.tar.gz"], Names());
        Assert.Contains(_log.Warnings, line => line.Contains("nothing says whether x.tar.gz arrives unchanged", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_of_that_name_with_other_content_is_kept_unless_it_may_be_replaced()
    {
        await File.WriteAllTextAsync(_folder.File("x.tar.gz"), "precious");
        await using ScriptedServer server = Serve(new Dictionary<string, byte[]> { ["x.tar.gz"] = Package });

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => ReceiveAsync(UriOf(server)));
        Assert.Equal(("Package.FileExists", ErrorKind.AlreadyExists), (error.ErrorId, error.Kind));
        Assert.Equal("precious", await File.ReadAllTextAsync(_folder.File("x.tar.gz")));

        await ReceiveAsync(UriOf(server), options => options with { Force = true });
        Assert.Equal(Package, await File.ReadAllBytesAsync(_folder.File("x.tar.gz")));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_told()
    {
        string file = _folder.Write("file", "x"u8);
        await using ScriptedServer server = Serve(new Dictionary<string, byte[]> { ["x.tar.gz"] = Package });

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => ReceiveAsync(UriOf(server), options => options with { Destination = Path.Combine(file, "below") }));

        Assert.Equal(("Package.WriteFailed", ErrorKind.WriteFailed), (error.ErrorId, error.Kind));
        Assert.Contains("-Destination", error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_larger_than_the_disk_is_refused_before_it_is_fetched()
    {
        await using ScriptedServer server = ScriptedServer.Run((request, connection) => request.Target == "/dist/x.tar.gz"
            ? connection.SendAsync($"HTTP/1.1 200 OK\r\nETag: \"one\"\r\nContent-Length: {1L << 60}\r\n\r\n")
            : Missing(connection));

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => ReceiveAsync(UriOf(server)));

        Assert.Equal("Package.WriteFailed", error.ErrorId);
        Assert.Contains("are free", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_goes_to_its_host_and_is_in_no_message()
    {
        const string secret = "t0ken-that-is-secret";
        await using ScriptedServer elsewhere = ScriptedServer.Answer(request => ScriptedServer.Reply("403 Forbidden", "Content-Type: text/plain\r\n", $"no right for {secret}"));
        await using ScriptedServer server = ScriptedServer.Answer(request => request.Target == "/dist/x.tar.gz"
            ? ScriptedServer.Reply("307 Temporary Redirect", $"Location: http://{elsewhere.Host}/there\r\n")
            : ScriptedServer.Reply("404 Not Found"));

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => ReceiveAsync(UriOf(server), options => options with { Server = options.Server with { Token = secret } }));

        Assert.Equal(ErrorKind.PermissionDenied, error.Kind);
        Assert.All(server.Requests, request => Assert.Equal("Bearer " + secret, request["Authorization"]));
        Assert.All(elsewhere.Requests, request => Assert.Null(request["Authorization"]));
        Assert.All(_log.All.Append(error.ToString()).Append(error.Recommendation!), line => Assert.DoesNotContain(secret, line, StringComparison.Ordinal));
        Assert.Contains("no right for ***", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ftp://host/x.tar.gz")]
    [InlineData("http://host/")]
    [InlineData("oci://host")]
    [InlineData("oci://HOST/UPPER:tag")]
    public async Task An_address_that_leads_nowhere_is_refused_before_anything_is_written(string address)
    {
        PackageException error = await Assert.ThrowsAsync<PackageException>(() => ReceiveAsync(new Uri(address)));
        Assert.Equal(ErrorKind.InvalidArgument, error.Kind);
        Assert.Empty(Names());
    }

    [Fact]
    public async Task A_plan_fetches_nothing()
    {
        await using ScriptedServer server = Serve(new Dictionary<string, byte[]> { ["x.tar.gz"] = Package });

        ReceivedPackage planned = await ReceiveAsync(UriOf(server), options => options with { WhatIf = true });

        Assert.Equal((ReceiveStatus.Planned, 100_000L), (planned.Status, planned.Size));
        Assert.Equal(["HEAD /dist/x.tar.gz"], server.Lines);
        Assert.Empty(Names());
    }
}
