using System.Net;
using System.Text;
using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;
using static Neutree.Core.Tests.Oci.Registries.ScriptedServer;

namespace Neutree.Core.Tests.Oci.Registries;

/// <summary>Challenges, tokens and where credentials go, against literal answers.</summary>
public sealed class AuthenticationTests
{
    private const string Repository = "a/b";
    private static readonly string Alice = "Basic " + Convert.ToBase64String("alice:secret123"u8);
    private static readonly Digest Blob = Digest.Compute([1]);

    [Fact]
    public async Task Basic_credentials_are_sent_once_the_registry_asks()
    {
        await using ScriptedServer server = Protected("Basic realm=\"r\"", Alice);
        await using RegistryClient client = TestBlobs.Client(server.Host, WithUser());

        Assert.NotNull(await client.FindBlobAsync(Repository, Blob, default));

        // The second request only checks them, before anything is sent.
        Assert.Equal([null, Alice, Alice], server.Requests.Select(r => r["Authorization"]));
    }

    [Fact]
    public async Task Wrong_basic_credentials_fail_at_once_and_are_never_shown()
    {
        await using ScriptedServer server = Protected("Basic realm=\"r\"", "Basic other");
        CollectingLogger logger = new();
        await using RegistryClient client = TestBlobs.Client(server.Host, WithUser(), logger: logger);

        RegistryException error = await Assert.ThrowsAsync<RegistryException>(() => client.PingAsync(default));

        Assert.Equal(("Registry.AuthenticationFailed", ErrorKind.AuthenticationFailed), (error.ErrorId, error.Kind));
        Assert.Equal(2, server.Requests.Count);
        Assert.DoesNotContain("secret123", error + string.Join(' ', logger.All), StringComparison.Ordinal);
        Assert.DoesNotContain(Alice[6..], error + string.Join(' ', logger.All), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Wrong_basic_credentials_are_tried_once_however_much_is_asked_for()
    {
        await using ScriptedServer server = Protected("Basic realm=\"r\"", "Basic other");
        await using RegistryClient client = TestBlobs.Client(server.Host, WithUser());

        RegistryException first = await Assert.ThrowsAsync<RegistryException>(() => client.FindBlobAsync(Repository, Blob, default));
        RegistryException second = await Assert.ThrowsAsync<RegistryException>(() => client.FindBlobAsync("c/d", Blob, default));

        Assert.Equal([null, Alice], server.Requests.Select(r => r["Authorization"]));
        Assert.Equal((first.ErrorId, first.Message, first.Recommendation), (second.ErrorId, second.Message, second.Recommendation));
        Assert.Equal($"signing in failed on {server.Host}: it refuses the user name or password: 401 Unauthorized", first.Message);
    }

    [Fact]
    public async Task A_registry_that_wants_credentials_where_none_are_given_says_so()
    {
        await using ScriptedServer server = Protected("Basic realm=\"r\"", Alice);
        await using RegistryClient client = TestBlobs.Client(server.Host);

        RegistryException error = await Assert.ThrowsAsync<RegistryException>(() => client.FindBlobAsync(Repository, Blob, default));

        Assert.EndsWith($"failed on {server.Host}: it wants a user name and password, and none were given or stored: 401 Unauthorized", error.Message, StringComparison.Ordinal);
        Assert.Contains("-Credential", error.Recommendation, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_403_is_a_missing_right()
    {
        await using ScriptedServer server = Answer(request => request.Target == "/v2/" ? Reply("200 OK") : Reply("403 Forbidden", "", "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"read only\"}]}"));
        await using RegistryClient client = TestBlobs.Client(server.Host);

        RegistryException error = await Assert.ThrowsAsync<RegistryException>(() => client.UploadBlobAsync(Repository, TestBlobs.Unknown([1]), null, default));

        Assert.Equal(("Registry.PermissionDenied", ErrorKind.PermissionDenied), (error.ErrorId, error.Kind));
        Assert.Contains("DENIED: read only", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_there_before_a_body_is_streamed_and_the_push_scope_comes_first()
    {
        await using ScriptedServer server = TokenRegistry("{\"access_token\":\"tok\"}");
        await using RegistryClient client = TestBlobs.Client(server.Host, WithUser());

        await client.TryMountBlobAsync(Repository, Blob, "c/d", default);
        await client.UploadBlobAsync(Repository, TestBlobs.Unknown(TestBlobs.Bytes(100_000)), null, default);

        Assert.Equal(
            [
                "GET /v2/",
                "GET /token?x=1&account=alice&service=the%20service&scope=repository%3Aa%2Fb%3Apull%2Cpush&scope=repository%3Ac%2Fd%3Apull",
                "POST",
                "GET /token?x=1&account=alice&service=the%20service&scope=repository%3Aa%2Fb%3Apull%2Cpush",
                "POST",
                "PATCH",
                "PUT",
            ],
            server.Requests.Select(r => r.Method == "GET" ? r.Line : r.Method));
        Assert.All(server.Requests, r => Assert.Equal(r.Target == "/v2/" ? null : r.Target.StartsWith("/token", StringComparison.Ordinal) ? Alice : "Bearer tok", r["Authorization"]));
    }

    [Theory]
    [InlineData("{\"token\":\"tok\",\"expires_in\":300}", 290, false)]
    [InlineData("{\"token\":\"tok\",\"expires_in\":300}", 296, true)]
    [InlineData("{\"token\":\"tok\"}", 50, false)]
    [InlineData("{\"token\":\"tok\"}", 60, true)]
    [InlineData("{\"token\":\"tok\",\"expires_in\":300,\"issued_at\":\"2026-11-22T11:59:30Z\"}", 266, true)]
    [InlineData("{\"token\":\"tok\",\"expires_in\":300,\"issued_at\":\"2026-11-22T15:00:00Z\"}", 290, false)]
    public async Task Tokens_are_renewed_shortly_before_they_end(string answer, int seconds, bool renewed)
    {
        await using ScriptedServer server = TokenRegistry(answer);
        InstantTime time = new();
        await using RegistryClient client = TestBlobs.Client(server.Host, WithUser(), time);

        await client.FindBlobAsync(Repository, Blob, default);
        time.Advance(TimeSpan.FromSeconds(seconds));
        await client.FindBlobAsync(Repository, Blob, default);

        Assert.Equal(renewed ? 2 : 1, server.Lines.Count(l => l.StartsWith("GET /token", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_missing_scope_is_asked_for_first_and_a_second_refusal_is_a_missing_right()
    {
        await using ScriptedServer server = Answer(request =>
            request.Target.StartsWith("/token", StringComparison.Ordinal) ? Reply("200 OK", "", "{\"token\":\"tok\"}")
            : Reply("401 Unauthorized", $"WWW-Authenticate: Bearer realm=\"http://{request["Host"]}/token\",scope=\"repository:a/b:special\",error=\"insufficient_scope\"\r\n"));
        await using RegistryClient client = TestBlobs.Client(server.Host, WithUser());

        RegistryException error = await Assert.ThrowsAsync<RegistryException>(() => client.ListTagsAsync(Repository, default).ToListAsync().AsTask());

        Assert.Equal(("Registry.PermissionDenied", ErrorKind.PermissionDenied), (error.ErrorId, error.Kind));
        Assert.Equal(
            ["/token?account=alice&scope=repository%3Aa%2Fb%3Apull", "/token?account=alice&scope=repository%3Aa%2Fb%3Aspecial&scope=repository%3Aa%2Fb%3Apull"],
            server.Requests.Select(r => r.Target).Where(t => t.StartsWith("/token", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("<token>")]
    [InlineData("")]
    public async Task An_identity_token_is_posted_and_asked_by_GET_where_that_is_unknown(string userName)
    {
        string home = Directory.CreateTempSubdirectory("neutree-auth-").FullName;
        bool knowsPost = true;
        await using ScriptedServer server = Answer(request =>
            request.Target.StartsWith("/token", StringComparison.Ordinal)
                ? (request.Method == "POST" && !knowsPost ? Reply("404 Not Found") : Reply("200 OK", "", "{\"access_token\":\"tok\"}"))
                : request["Authorization"] == "Bearer tok" ? Reply("200 OK")
                : Reply("401 Unauthorized", $"WWW-Authenticate: Bearer realm=\"http://{request["Host"]}/token\",service=\"s\"\r\n"));
        string entry = userName.Length > 0
            ? $"\"auth\":\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(userName + ":identity"))}\""
            : "\"identitytoken\":\"identity\"";
        Directory.CreateDirectory(Path.Combine(home, ".docker"));
        await File.WriteAllTextAsync(Path.Combine(home, ".docker", "config.json"), $"{{\"auths\":{{\"{server.Host}\":{{{entry}}}}}}}");

        await using (RegistryClient client = TestBlobs.Client(server.Host, home: home))
        {
            await client.FindBlobAsync(Repository, Blob, default);
        }

        WireRequest post = server.Requests.Single(r => r.Method == "POST");
        Assert.Equal(
            "grant_type=refresh_token&refresh_token=identity&service=s&scope=repository%3Aa%2Fb%3Apull&client_id=neutree",
            Encoding.ASCII.GetString(post.Body));
        Assert.Null(post["Authorization"]);

        knowsPost = false;
        await using (RegistryClient client = TestBlobs.Client(server.Host, home: home))
        {
            await client.FindBlobAsync(Repository, Blob, default);
        }

        Assert.Contains(server.Requests, r => r.Method == "GET" && r.Target.StartsWith("/token", StringComparison.Ordinal));
        Directory.Delete(home, recursive: true);
    }

    [Fact]
    public async Task A_token_answer_over_64_KiB_is_refused()
    {
        await using ScriptedServer server = TokenRegistry($"{{\"token\":\"{new string('x', 70_000)}\"}}");
        await using RegistryClient client = TestBlobs.Client(server.Host, WithUser());

        Assert.Equal("Registry.InvalidToken", (await Assert.ThrowsAsync<RegistryException>(() => client.FindBlobAsync(Repository, Blob, default))).ErrorId);
    }

    [Fact]
    public async Task A_token_server_that_redirects_gets_nobody_the_credentials()
    {
        await using ScriptedServer thief = Answer(_ => Reply("200 OK", "", "{\"token\":\"tok\"}"));
        await using ScriptedServer server = Answer(request =>
            request.Target.StartsWith("/token", StringComparison.Ordinal) ? Reply("307 Temporary Redirect", $"Location: http://{thief.Host}/\r\n")
            : Reply("401 Unauthorized", $"WWW-Authenticate: Bearer realm=\"http://{request["Host"]}/token\"\r\n"));
        await using RegistryClient client = TestBlobs.Client(server.Host, WithUser());

        await Assert.ThrowsAsync<RegistryException>(() => client.FindBlobAsync(Repository, Blob, default));

        Assert.Empty(thief.Requests);
    }

    [Theory]
    [InlineData("https://8.8.8.8/v2/", "http://8.8.8.8/token")]
    [InlineData("https://8.8.8.8/v2/", "https://10.0.0.1/token")]
    [InlineData("https://8.8.8.8/v2/", "https://user:word@8.8.8.8/token")]
    [InlineData("https://8.8.8.8/v2/", "token")]
    public async Task A_realm_that_would_expose_the_credentials_is_refused(string registry, string realm)
    {
        using RegistryTransport transport = new(new RegistryHostSettings { ApiBase = new Uri(registry), CredentialHost = "x" });
        BearerTokenClient tokens = new(transport, new Uri(registry), TimeSpan.FromSeconds(1), new RegistryEnvironment());
        AuthChallenge challenge = AuthChallenge.Parse([$"Bearer realm=\"{realm}\""])[0];

        RegistryException error = await Assert.ThrowsAsync<RegistryException>(
            () => tokens.FetchAsync(challenge, [], RegistryCredential.FromPair("alice", "secret123"), default));

        Assert.Equal("Registry.RealmRefused", error.ErrorId);
    }

    [Fact]
    public async Task Of_several_schemes_the_token_is_preferred()
    {
        await using ScriptedServer server = Answer(request =>
            request.Target.StartsWith("/token", StringComparison.Ordinal) ? Reply("200 OK", "", "{\"token\":\"tok\"}")
            : request["Authorization"] == "Bearer tok" ? Reply("200 OK")
            : Reply("401 Unauthorized", $"WWW-Authenticate: Basic realm=\"a, b\", Negotiate\r\nWWW-Authenticate: Bearer realm=\"http://{request["Host"]}/token\"\r\n"));
        await using RegistryClient client = TestBlobs.Client(server.Host, WithUser());

        Assert.NotNull(await client.FindBlobAsync(Repository, Blob, default));
    }

    private static ScriptedServer Protected(string challenge, string authorization) =>
        Answer(request => request["Authorization"] == authorization ? Reply("200 OK") : Reply("401 Unauthorized", $"WWW-Authenticate: {challenge}\r\n"));

    private static ScriptedServer TokenRegistry(string tokenAnswer) =>
        Answer(request =>
            request.Target.StartsWith("/token", StringComparison.Ordinal) ? Reply("200 OK", "", tokenAnswer)
            : request["Authorization"] != "Bearer tok" ? Reply("401 Unauthorized", $"WWW-Authenticate: Bearer realm=\"http://{request["Host"]}/token?x=1\",service=\"the service\"\r\n")
            : request.Method switch
            {
                "POST" when request.Target.Contains("mount", StringComparison.Ordinal) => Reply("201 Created"),
                "POST" => Reply("202 Accepted", "Location: /s\r\n"),
                "PATCH" => Reply("202 Accepted"),
                "PUT" => Reply("201 Created"),
                _ => Reply("200 OK"),
            });

    private static RegistryOptions WithUser() => new() { PlainHttp = true, Credential = new NetworkCredential("alice", "secret123") };
}
