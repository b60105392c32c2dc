using Neutree.Core.Kubernetes;
using Neutree.Core.Kubernetes.Configuration;
using Neutree.Core.Tests.Fixtures;
using Neutree.Core.Tests.Oci.Registries;
using static Neutree.Core.Tests.Kubernetes.ScriptedCluster;

namespace Neutree.Core.Tests.Kubernetes.Credentials;

public sealed class CredentialTests : IDisposable
{
    private const string Api = "client.authentication.k8s.io/v1";
    private const string Version = """{"gitVersion":"v1.33.0","major":"1","minor":"33"}""";
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_token_is_sent_as_it_is() => Assert.Equal("Bearer t-1", await SentAsync(new KubeconfigUser { Token = "t-1" }));

    [Fact]
    public async Task A_user_name_and_password_are_sent_as_basic() =>
        Assert.Equal("Basic YWxpY2U6c8O2", await SentAsync(new KubeconfigUser { UserName = "alice", Password = "sö" }));

    [Fact]
    public async Task A_user_without_anything_is_anonymous() => Assert.Null(await SentAsync(new KubeconfigUser()));

    [Fact]
    public async Task A_token_wins_over_a_plugin() =>
        Assert.Equal("Bearer t-1", await SentAsync(new KubeconfigUser { Token = "t-1", Plugin = new ExecPlugin { Command = "/nowhere", ApiVersion = Api } }));

    [Fact]
    public async Task A_token_file_that_was_renewed_is_read_again_when_the_old_token_is_refused()
    {
        string file = Write("token", "old\n");
        List<string?> sent = [];
        await using ScriptedCluster cluster = Answer(
            request =>
            {
                sent.Add(request["Authorization"]);
                File.WriteAllText(file, "new\n");
                return request["Authorization"] == "Bearer new" ? Json("200 OK", Version) : Status(401, "Unauthorized", "Unauthorized");
            },
            user: new KubeconfigUser { Token = "unused", TokenFile = file });

        await cluster.Client.GetVersionAsync(None);

        Assert.Equal(["Bearer old", "Bearer new"], sent);
    }

    [Fact]
    public async Task A_token_file_is_read_again_after_a_minute()
    {
        string file = Write("token", "old");
        List<string?> sent = [];
        await using ScriptedCluster cluster = Answer(
            request =>
            {
                sent.Add(request["Authorization"]);
                return Json("200 OK", Version);
            },
            user: new KubeconfigUser { TokenFile = file });

        await cluster.Client.GetVersionAsync(None);
        await File.WriteAllTextAsync(file, "new");
        await cluster.Client.GetVersionAsync(None);
        cluster.Time.Advance(TimeSpan.FromSeconds(61));
        await cluster.Client.GetVersionAsync(None);

        Assert.Equal(["Bearer old", "Bearer old", "Bearer new"], sent);
    }

    [Theory]
    [InlineData(null, "Could not find file")]
    [InlineData(" \n", "it is empty")]
    public async Task A_token_file_without_a_token_is_an_error(string? content, string reason)
    {
        string file = _folder.File("token");
        if (content is not null)
        {
            await File.WriteAllTextAsync(file, content);
        }

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => SentAsync(new KubeconfigUser { TokenFile = file }));

        Assert.Equal("Kubernetes.CredentialFile", error.ErrorId);
        Assert.Contains(reason, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Credentials_that_are_refused_twice_are_an_error()
    {
        await using ScriptedCluster cluster = Answer(_ => Status(401, "Unauthorized", "Unauthorized"), user: new KubeconfigUser { TokenFile = Write("token", "s3cret") });

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => cluster.Client.GetVersionAsync(None));

        Assert.Equal(("Kubernetes.AuthenticationFailed", 2), (error.ErrorId, cluster.Lines.Length));
        Assert.DoesNotContain("s3cret", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_is_asked_once_and_again_when_its_token_is_refused()
    {
        ExecPlugin plugin = Counting("");
        List<string?> sent = [];
        await using ScriptedCluster cluster = Answer(
            request =>
            {
                sent.Add(request["Authorization"]);
                return sent.Count == 3 ? Status(401, "Unauthorized", "expired") : Json("200 OK", Version);
            },
            user: new KubeconfigUser { Plugin = plugin });

        for (int count = 0; count < 4; count++)
        {
            await cluster.Client.GetVersionAsync(None);
        }

        Assert.Equal(["Bearer run-1", "Bearer run-1", "Bearer run-1", "Bearer run-2", "Bearer run-2"], sent);
    }

    [Fact]
    public async Task A_plugin_is_asked_again_when_its_token_has_expired()
    {
        ExecPlugin plugin = Counting(""","expirationTimestamp":"2026-11-22T12:10:00Z" """);
        List<string?> sent = [];
        await using ScriptedCluster cluster = Answer(
            request =>
            {
                sent.Add(request["Authorization"]);
                return Json("200 OK", Version);
            },
            user: new KubeconfigUser { Plugin = plugin });

        await cluster.Client.GetVersionAsync(None);
        await cluster.Client.GetVersionAsync(None);
        cluster.Time.Advance(TimeSpan.FromMinutes(11));
        await cluster.Client.GetVersionAsync(None);

        Assert.Equal(["Bearer run-1", "Bearer run-1", "Bearer run-2"], sent);
    }

    [Fact]
    public async Task Requests_at_the_same_time_share_one_run_of_a_plugin()
    {
        await using ScriptedCluster cluster = Answer(_ => Json("200 OK", Version), user: new KubeconfigUser { Plugin = Counting("") });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cluster.Client.GetVersionAsync(None)));

        Assert.Equal(["Bearer run-1"], cluster.Server.Requests.Select(request => request["Authorization"]).Distinct());
    }

    [Fact]
    public async Task A_plugin_is_told_about_the_cluster_and_gets_its_variables_and_arguments()
    {
        string told = _folder.File("told");
        ExecPlugin plugin = Script($$$"""printf '%s|%s|%s' "$1" "$EXTRA" "$KUBERNETES_EXEC_INFO" > {{{told}}}; echo '{"kind":"ExecCredential","apiVersion":"{{{Api}}}","status":{"token":"t"}}'""") with
        {
            ProvidesClusterInfo = true,
            Environment = [KeyValuePair.Create("EXTRA", "more")],
        };
        plugin = plugin with { Arguments = [.. plugin.Arguments, "one"] };

        string? sent = await SentAsync(new KubeconfigUser { Plugin = plugin });

        Assert.Equal("Bearer t", sent);
        Assert.Matches(
            """^one\|more\|\{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","spec":\{"cluster":\{"server":"http://127.0.0.1:[0-9]+/"\},"interactive":false\}\}$""",
            await File.ReadAllTextAsync(told));
    }

    [Theory]
    [InlineData("echo wrong password >&2; echo t0ken; exit 3", "it ended with exit code 3: wrong password")]
    [InlineData("echo t0ken", "it printed something that is no JSON")]
    [InlineData("echo '[\"t0ken\"]'", "it printed JSON, but no object")]
    [InlineData("echo '{\"token\":\"t0ken\"}'", "it printed something other than an ExecCredential")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1beta1\",\"status\":{\"token\":\"t0ken\"}}'", "it answered with version client.authentication.k8s.io/v1beta1, but the kubeconfig asks for client.authentication.k8s.io/v1")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\"}'", "its answer has no status")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{}}'", "its answer has neither a token nor a certificate")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"clientKeyData\":\"t0ken\"}}'", "its answer has only one of clientCertificateData and clientKeyData")]
    [InlineData("echo '{\"kind\":\"ExecCredential\",\"apiVersion\":\"client.authentication.k8s.io/v1\",\"status\":{\"token\":[\"t0ken\"]}}'", "status.token is not a text")]
    public async Task A_plugin_that_fails_is_named_with_its_reason_and_without_its_output(string script, string reason)
    {
        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => SentAsync(new KubeconfigUser { Name = "alice", Plugin = Script(script) }));

        Assert.Equal(("Kubernetes.CredentialPlugin", $"credential plugin /bin/sh of user 'alice' failed: {reason}"), (error.ErrorId, error.Message));
        Assert.DoesNotContain("t0ken", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_plugin_that_isnt_installed_is_told_with_the_kubeconfigs_hint()
    {
        ExecPlugin plugin = new() { Command = "/nowhere/aws-iam", ApiVersion = Api, InstallHint = "Get it from the vendor." };

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => SentAsync(new KubeconfigUser { Plugin = plugin }));

        Assert.Equal(("Kubernetes.CredentialPlugin", "Get it from the vendor."), (error.ErrorId, error.Recommendation));
    }

    [Fact]
    public async Task A_plugin_that_must_ask_its_user_isnt_run_without_a_terminal()
    {
        ExecPlugin plugin = Script("echo never") with { Interaction = PluginInteraction.Always };

        KubernetesException error = await Assert.ThrowsAsync<KubernetesException>(() => SentAsync(new KubeconfigUser { Plugin = plugin }));

        Assert.EndsWith("it wants to ask its user something, and standard input is no terminal", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_auth_provider_is_refused_in_clear_words()
    {
        KubernetesException error = Assert.Throws<KubernetesException>(() => Answer(_ => "", user: new KubeconfigUser { Name = "alice", AuthProvider = "gcp" }));

        Assert.Equal(
            ("Kubernetes.AuthProvider", "user 'alice' signs in by the auth-provider 'gcp', which Kubernetes' clients dropped with 1.26"),
            (error.ErrorId, error.Message));
    }

    [Fact]
    public async Task Whom_to_act_as_is_said_in_each_request()
    {
        Impersonation configured = new()
        {
            User = "bob",
            Uid = "7",
            Groups = ["a", "b"],
            Extra = new Dictionary<string, IReadOnlyList<string>> { ["example.org/Scope"] = ["x"] },
        };
        await using ScriptedCluster own = Answer(_ => Json("200 OK", Version), user: new KubeconfigUser { Impersonation = configured });
        await using ScriptedCluster given = Answer(
            _ => Json("200 OK", Version), new KubernetesClientOptions { ImpersonatedUser = "carol", ImpersonatedGroups = ["c"] }, new KubeconfigUser { Impersonation = configured });

        await own.Client.GetVersionAsync(None);
        await given.Client.GetVersionAsync(None);

        WireRequest first = own.Server.Requests.Single();
        WireRequest second = given.Server.Requests.Single();
        Assert.Equal(("bob", "7", "a, b", "x"), (first["Impersonate-User"], first["Impersonate-Uid"], first["Impersonate-Group"], first["Impersonate-Extra-example.org%2Fscope"]));
        Assert.Equal(("carol", null, "c", null), (second["Impersonate-User"], second["Impersonate-Uid"], second["Impersonate-Group"], second["Impersonate-Extra-example.org%2Fscope"]));
    }

    private static ExecPlugin Script(string script) => new() { Command = "/bin/sh", Arguments = ["-c", script, "sh"], ApiVersion = Api };

    /// <summary>A plugin whose token tells how often it ran.</summary>
    private ExecPlugin Counting(string more)
    {
        string runs = _folder.File("runs");
        return Script($$$"""echo x >> {{{runs}}}; echo '{"kind":"ExecCredential","apiVersion":"{{{Api}}}","status":{"token":"run-'$(wc -l < {{{runs}}} | tr -d ' ')'"{{{more}}}}}'""");
    }

    private string Write(string name, string content)
    {
        string path = _folder.File(name);
        File.WriteAllText(path, content);
        return path;
    }

    private static async Task<string?> SentAsync(KubeconfigUser user)
    {
        await using ScriptedCluster cluster = Answer(_ => Json("200 OK", Version), user: user);
        await cluster.Client.GetVersionAsync(None);
        return Assert.Single(cluster.Server.Requests)["Authorization"];
    }
}
