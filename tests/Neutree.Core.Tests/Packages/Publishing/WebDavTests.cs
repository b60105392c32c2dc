using Neutree.Core.Packages;
using Neutree.Core.Packages.Publishing;
using Neutree.Core.Packages.Servers;
using Neutree.Core.Tests.Oci.Registries;
using Neutree.Core.Tests.RealParts;

namespace Neutree.Core.Tests.Packages.Publishing;

/// <summary>Against nginx where that can play the part, against literal answers where it can't.</summary>
public sealed class WebDavTests : IDisposable
{
    private const string Below = "engine-packages/vllm/v1/";
    private readonly PublishSetup _setup = new();

    public void Dispose() => _setup.Dispose();

    private Task<PublishedPackage> PublishAsync(RealWebDavServer server, Func<PackagePublishOptions, PackagePublishOptions>? change = null) =>
        _setup.PublishAsync(new Uri(server.Address, Below), PublishMethod.WebDav, options =>
        {
            PackagePublishOptions signedIn = options with { Server = options.Server with { Token = RealWebDavServer.Token } };
            return change is null ? signedIn : change(signedIn);
        });

    private static string[] Files(RealWebDavServer server) =>
        [.. Directory.EnumerateFiles(server.Data, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(server.Data, path)).Order(StringComparer.Ordinal)];

    [RequiresPartFact("webdav")]
    public async Task The_files_are_staged_checked_and_moved_archive_first()
    {
        await using RealWebDavServer server = await RealWebDavServer.StartAsync();

        PublishedPackage published = await PublishAsync(server);

        Assert.Equal(_setup.Content, await File.ReadAllBytesAsync(Path.Combine(server.Data, Below, "x.tar.gz")));
        Assert.Equal(_setup.ChecksumText, await File.ReadAllTextAsync(Path.Combine(server.Data, Below, "x.tar.gz.sha256")));
        Assert.Equal([Below + "x.tar.gz", Below + "x.tar.gz.sha256"], Files(server));
        string staging = $"/{Below}.staging/{_setup.Sum[..16]}/";
        Assert.Equal(
            [
                $"OPTIONS /{Below}",
                $"HEAD /{Below}x.tar.gz",
                $"HEAD /{Below}x.tar.gz.sha256",
                $"PUT {staging}x.tar.gz",
                $"GET {staging}x.tar.gz",
                $"PUT {staging}x.tar.gz.sha256",
                $"GET {staging}x.tar.gz.sha256",
                $"MOVE {staging}x.tar.gz",
                $"MOVE {staging}x.tar.gz.sha256",
                $"DELETE {staging}",
            ],
            server.Requests().Where(line => !line.StartsWith("MKCOL", StringComparison.Ordinal) && !(line.StartsWith("HEAD", StringComparison.Ordinal) && line.Contains("staging", StringComparison.Ordinal))));
        Assert.Equal(
            (PublishStatus.Published, PublishVerification.Content, new Uri(server.Address, Below + "x.tar.gz").ToString(), 100_000L + _setup.ChecksumText.Length),
            (published.Status, published.Verification, published.Uri.ToString(), published.BytesSent));
    }

    [RequiresPartFact("webdav")]
    public async Task What_is_published_already_is_left_and_something_else_is_not_overwritten()
    {
        await using RealWebDavServer server = await RealWebDavServer.StartAsync();
        await PublishAsync(server);

        PublishedPackage again = await PublishAsync(server);
        Assert.Equal((PublishStatus.AlreadyPublished, 0L), (again.Status, again.BytesSent));

        await File.WriteAllTextAsync(Path.Combine(server.Data, Below, "x.tar.gz"), "another");
        PackageException error = await Assert.ThrowsAsync<PackageException>(() => PublishAsync(server));
        Assert.Equal(("Package.AlreadyPublished", ErrorKind.AlreadyExists), (error.ErrorId, error.Kind));
        Assert.Equal("another", await File.ReadAllTextAsync(Path.Combine(server.Data, Below, "x.tar.gz")));

        PublishedPackage replaced = await PublishAsync(server, options => options with { Force = true });
        Assert.Equal(PublishStatus.Published, replaced.Status);
        Assert.Equal(_setup.Content, await File.ReadAllBytesAsync(Path.Combine(server.Data, Below, "x.tar.gz")));
        Assert.Equal([Below + "x.tar.gz", Below + "x.tar.gz.sha256"], Files(server));
    }

    [RequiresPartFact("webdav")]
    public async Task What_an_earlier_run_staged_is_used_and_what_is_damaged_there_is_sent_again()
    {
        await using RealWebDavServer server = await RealWebDavServer.StartAsync();
        string staging = Directory.CreateDirectory(Path.Combine(server.Data, Below, ".staging", _setup.Sum[..16])).FullName;
        await File.WriteAllBytesAsync(Path.Combine(staging, "x.tar.gz"), _setup.Content);
        await File.WriteAllTextAsync(Path.Combine(staging, "x.tar.gz.sha256"), new string('x', _setup.ChecksumText.Length));

        PublishedPackage published = await PublishAsync(server);

        Assert.Equal([0L, _setup.ChecksumText.Length], published.Files.Select(file => file.BytesSent));
        Assert.Equal([Below + "x.tar.gz", Below + "x.tar.gz.sha256"], Files(server));
    }

    [RequiresPartFact("webdav")]
    public async Task A_beginning_that_the_server_cannot_continue_is_sent_anew()
    {
        await using RealWebDavServer server = await RealWebDavServer.StartAsync();
        string staging = Directory.CreateDirectory(Path.Combine(server.Data, Below, ".staging", _setup.Sum[..16])).FullName;
        await File.WriteAllBytesAsync(Path.Combine(staging, "x.tar.gz"), _setup.Content[..40_000]);

        await PublishAsync(server);

        Assert.Equal(_setup.Content, await File.ReadAllBytesAsync(Path.Combine(server.Data, Below, "x.tar.gz")));
    }

    [RequiresPartFact("webdav")]
    public async Task A_limit_on_bodies_is_told_and_nothing_stays_behind()
    {
        await using RealWebDavServer server = await RealWebDavServer.StartAsync(bodyLimit: 50_000);

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => PublishAsync(server));

        Assert.Equal(("Package.UploadFailed", ErrorKind.LimitExceeded), (error.ErrorId, error.Kind));
        Assert.Contains("client_max_body_size", error.Recommendation, StringComparison.Ordinal);
        Assert.Equal([], Files(server));
    }

    [Theory]
    [InlineData("200 OK\r\nAllow: GET, HEAD, put, OPTIONS", "MKCOL, MOVE, DELETE")]
    [InlineData("200 OK", "MKCOL, PUT, MOVE, DELETE")]
    [InlineData("405 Method Not Allowed", "MKCOL, PUT, MOVE, DELETE")]
    public async Task A_server_that_lacks_a_method_is_not_tried(string answer, string lacking)
    {
        await using ScriptedServer server = ScriptedServer.Answer(_ => ScriptedServer.Reply(answer));

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => _setup.PublishAsync(new Uri($"http://{server.Host}/d"), PublishMethod.WebDav));

        Assert.Equal(("Package.WebDavUnsupported", ErrorKind.NotSupported), (error.ErrorId, error.Kind));
        Assert.Contains($"doesn't offer {lacking}, which", error.Message, StringComparison.Ordinal);
        Assert.Equal(["OPTIONS /d/"], server.Lines);
    }

    [RequiresPartFact("webdav")]
    public async Task A_wrong_token_is_a_refusal()
    {
        await using RealWebDavServer server = await RealWebDavServer.StartAsync();

        PackageException error = await Assert.ThrowsAsync<PackageException>(() =>
            PublishAsync(server, options => options with { Server = options.Server with { Token = "another" } }));

        Assert.Equal(ErrorKind.AuthenticationFailed, error.Kind);
    }

    [RequiresPartFact("webdav")]
    public async Task PUT_without_staging_puts_checks_and_does_not_overwrite()
    {
        await using RealWebDavServer server = await RealWebDavServer.StartAsync(methods: "PUT DELETE");
        Uri folder = new(server.Address, "files");
        Directory.CreateDirectory(Path.Combine(server.Data, "files"));
        Func<PackagePublishOptions, PackagePublishOptions> signedIn = options => options with { Server = options.Server with { Token = RealWebDavServer.Token } };

        PublishedPackage published = await _setup.PublishAsync(folder, PublishMethod.Put, signedIn);
        Assert.Equal((PublishStatus.Published, PublishVerification.Content), (published.Status, published.Verification));
        Assert.Equal(["files/x.tar.gz", "files/x.tar.gz.sha256"], Files(server));
        Assert.Equal(PublishStatus.AlreadyPublished, (await _setup.PublishAsync(folder, PublishMethod.Put, signedIn)).Status);

        await File.WriteAllTextAsync(Path.Combine(server.Data, "files", "x.tar.gz"), "another");
        Assert.Equal("Package.AlreadyPublished", (await Assert.ThrowsAsync<PackageException>(() => _setup.PublishAsync(folder, PublishMethod.Put, signedIn))).ErrorId);
        await _setup.PublishAsync(folder, PublishMethod.Put, options => signedIn(options) with { Force = true });
        Assert.Equal(_setup.Content, await File.ReadAllBytesAsync(Path.Combine(server.Data, "files", "x.tar.gz")));
    }

    [RequiresPartFact("webdav")]
    public async Task What_was_published_can_be_received()
    {
        await using RealWebDavServer server = await RealWebDavServer.StartAsync();
        PublishedPackage published = await PublishAsync(server);
        string destination = _setup.Folder.File("received");

        Core.Packages.Receiving.ReceivedPackage received = await new Core.Packages.Receiving.PackageReceiver(new Core.Packages.Receiving.PackageReceiveOptions
        {
            Uri = published.Uri,
            Destination = destination,
            Server = new PackageServerOptions { Token = RealWebDavServer.Token },
        }).ReceiveAsync(progress: null, default);

        Assert.Equal((_setup.Sum, true), (received.Sha256, received.IsVerified));
        Assert.Equal(_setup.Content, await File.ReadAllBytesAsync(received.Path));
    }

    [Fact]
    public async Task A_failed_move_takes_back_what_was_moved_and_removes_the_staging()
    {
        DavScript script = new() { FailMoveOf = "x.tar.gz.sha256" };
        await using ScriptedServer server = script.Start();

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => _setup.PublishAsync(new Uri($"http://{server.Host}/d/"), PublishMethod.WebDav));

        Assert.Equal(ErrorKind.PermissionDenied, error.Kind);
        Assert.Empty(script.Files);
        Assert.Equal(["DELETE /d/x.tar.gz", $"DELETE /d/.staging/{_setup.Sum[..16]}/"], server.Lines.Where(line => line.StartsWith("DELETE", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task With_Force_a_failed_move_brings_the_old_file_back()
    {
        DavScript script = new() { FailMoveOf = "x.tar.gz.sha256" };
        script.Files["/d/x.tar.gz"] = "old"u8.ToArray();
        await using ScriptedServer server = script.Start();

        await Assert.ThrowsAsync<PackageException>(() => _setup.PublishAsync(new Uri($"http://{server.Host}/d/"), PublishMethod.WebDav, options => options with { Force = true }));

        Assert.Equal(["/d/x.tar.gz"], script.Files.Keys);
        Assert.Equal("old"u8.ToArray(), script.Files["/d/x.tar.gz"]);
    }

    [Fact]
    public async Task A_move_never_overwrites_what_came_meanwhile()
    {
        DavScript script = new() { AppearBeforeMove = true };
        await using ScriptedServer server = script.Start();

        PackageException error = await Assert.ThrowsAsync<PackageException>(() => _setup.PublishAsync(new Uri($"http://{server.Host}/d/"), PublishMethod.WebDav));

        Assert.Equal("Package.AlreadyPublished", error.ErrorId);
        Assert.All(server.Requests.Where(request => request.Method == "MOVE"), request => Assert.Equal("F", request["Overwrite"]));
        Assert.Equal("somebody else's"u8.ToArray(), script.Files["/d/x.tar.gz"]);
    }

    [Fact]
    public async Task A_broken_upload_goes_on_where_the_server_kept_its_beginning()
    {
        DavScript script = new() { BreakFirstPutAfter = 30_000, KeepsBeginnings = true };
        await using ScriptedServer server = script.Start();

        PublishedPackage published = await _setup.PublishAsync(new Uri($"http://{server.Host}/d/"), PublishMethod.WebDav);

        Assert.Equal(_setup.Content, script.Files["/d/x.tar.gz"]);
        Assert.Equal([null, "bytes 30000-99999/100000", null], server.Requests.Where(request => request.Method == "PUT").Select(request => request["Content-Range"]));
        Assert.Equal(PublishVerification.Content, published.Verification);
    }

    [Fact]
    public async Task A_server_that_takes_the_rest_for_the_whole_gets_the_whole_again()
    {
        DavScript script = new() { BreakFirstPutAfter = 30_000, KeepsBeginnings = true, IgnoresContentRange = true };
        await using ScriptedServer server = script.Start();

        await _setup.PublishAsync(new Uri($"http://{server.Host}/d/"), PublishMethod.WebDav);

        Assert.Equal(_setup.Content, script.Files["/d/x.tar.gz"]);
    }

    [Fact]
    public async Task A_run_that_was_cancelled_leaves_its_staging_for_the_next()
    {
        using CancellationTokenSource cancel = new();
        DavScript script = new() { BeforeMove = cancel.Cancel };
        await using ScriptedServer server = script.Start();
        Uri folder = new($"http://{server.Host}/d/");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _setup.PublishAsync(folder, PublishMethod.WebDav, null, cancel.Token));
        Assert.DoesNotContain("/d/x.tar.gz", script.Files.Keys);

        script.BeforeMove = null;
        PublishedPackage published = await _setup.PublishAsync(folder, PublishMethod.WebDav);
        Assert.Equal((PublishStatus.Published, 0L), (published.Status, published.BytesSent));
    }
}
