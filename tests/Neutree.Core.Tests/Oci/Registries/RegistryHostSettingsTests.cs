using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;
using static Neutree.Core.Tests.Oci.Registries.ScriptedServer;

namespace Neutree.Core.Tests.Oci.Registries;

public sealed class RegistryHostSettingsTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("neutree-certs-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("docker.io", "https://registry-1.docker.io/v2/", false)]
    [InlineData("r.example.com:5000", "https://r.example.com:5000/v2/", false)]
    [InlineData("localhost:5000", "https://localhost:5000/v2/", true)]
    [InlineData("127.0.0.9:5000", "https://127.0.0.9:5000/v2/", true)]
    [InlineData("[::1]:5000", "https://[::1]:5000/v2/", true)]
    [InlineData("a.localhost:5000", "https://a.localhost:5000/v2/", true)]
    [InlineData("10.0.0.1:5000", "https://10.0.0.1:5000/v2/", false)]
    public void Only_the_loopback_may_fall_back_to_plain_HTTP(string registry, string apiBase, bool mayFallBack)
    {
        RegistryHostSettings settings = Read(registry);
        Assert.Equal((new Uri(apiBase), mayFallBack), (settings.ApiBase, settings.MayFallBackToPlain));
    }

    [Fact]
    public void TLS_asked_for_is_not_left_on_the_loopback_either() =>
        Assert.False(Read("127.0.0.1:5000", new RegistryOptions().For(RegistryPrefix.Parse("https://127.0.0.1:5000"))).MayFallBackToPlain);

    [Theory]
    [InlineData("r.example.com:99999")]
    [InlineData("r.example.com/a")]
    public void A_port_or_path_that_is_none_is_refused(string registry)
    {
        RegistryException error = Assert.Throws<RegistryException>(() => Read(registry));
        Assert.Equal(("Registry.InvalidHost", $"'{registry}' is not a registry host"), (error.ErrorId, error.Message));
    }

    [Fact]
    public void A_client_key_without_its_certificate_is_refused()
    {
        RegistryException error = Assert.Throws<RegistryException>(() => Read("r.example.com", new RegistryOptions { ClientKeyPath = "mine.key" }));
        Assert.Equal(("Registry.CertificateFile", "the client key in mine.key was given without its certificate"), (error.ErrorId, error.Message));
    }

    [Fact]
    public void Plain_HTTP_is_spoken_when_told() =>
        Assert.Equal(new Uri("http://r.example.com/v2/"), Read("r.example.com", new RegistryOptions { PlainHttp = true }).ApiBase);

    [Fact]
    public void Docker_s_folder_gives_authorities_and_a_client_certificate()
    {
        Write("r.example.com:5000/ca.crt");
        Write("r.example.com:5000/b.crt");
        Write("r.example.com:5000/client.cert");
        Write("r.example.com:5000/client.key");
        RegistryHostSettings settings = Read("r.example.com:5000");
        Assert.Equal([In("r.example.com:5000/b.crt"), In("r.example.com:5000/ca.crt")], settings.CertificateAuthorityFiles);
        Assert.Equal((In("r.example.com:5000/client.cert"), In("r.example.com:5000/client.key")), (settings.ClientCertificateFile, settings.ClientKeyFile));
        Assert.Empty(Read("r.example.com").CertificateAuthorityFiles);
    }

    [Fact]
    public void Options_win_over_folders()
    {
        Write("r.example.com/ca.crt");
        Write("r.example.com/client.cert");
        RegistryHostSettings settings = Read("r.example.com", new RegistryOptions { CACertificatePath = "mine.crt", ClientCertificatePath = "mine.cert", ClientKeyPath = "mine.key" });
        Assert.Equal(["mine.crt", In("r.example.com/ca.crt")], settings.CertificateAuthorityFiles);
        Assert.Equal(("mine.cert", "mine.key"), (settings.ClientCertificateFile, settings.ClientKeyFile));
    }

    [Fact]
    public void Containerd_s_hosts_file_gives_server_and_mirrors()
    {
        Write("r.example.com_5000_/hosts.toml", """
            # the registry itself
            server = "https://real.example.com"
            ca = ["a.pem", "/abs/b.pem"]

            [host."https://mirror.example.com/v2/prefix"]
              capabilities = ["pull", "resolve"]
              override_path = true
              skip_verify = true
              client = [["c.cert", "c.key"]]
              [host."https://mirror.example.com/v2/prefix".header]
                x-custom = ["one", "two"]

            [host."http://10.0.0.1:5000"]
            [host."https://pushonly.example.com"]
              capabilities = ["push"]
            """);
        RegistryHostSettings settings = Read("r.example.com:5000");
        string folder = In("r.example.com_5000_");
        Assert.Equal(new Uri("https://real.example.com/v2/"), settings.ApiBase);
        Assert.Equal([Path.Combine(folder, "a.pem"), "/abs/b.pem"], settings.CertificateAuthorityFiles);
        Assert.Equal(["https://mirror.example.com/v2/prefix/", "http://10.0.0.1:5000/v2/"], settings.PullMirrors.Select(m => m.ApiBase.AbsoluteUri));
        RegistryHostSettings mirror = settings.PullMirrors[0];
        Assert.True(mirror.SkipCertificateCheck);
        Assert.False(settings.SkipCertificateCheck);
        Assert.Equal((Path.Combine(folder, "c.cert"), Path.Combine(folder, "c.key")), (mirror.ClientCertificateFile, mirror.ClientKeyFile));
        Assert.Equal(["x-custom: one", "x-custom: two"], mirror.Headers.Select(h => $"{h.Key}: {h.Value}"));
    }

    [Theory]
    [InlineData("server = ", 1)]
    [InlineData("a = 1\nb = \"unfinished\n", 2)]
    [InlineData("[host\n", 1)]
    [InlineData("a = 1\na = 2", 2)]
    [InlineData("a = [1 2]", 1)]
    [InlineData("a = 1 b = 2", 1)]
    [InlineData("a = maybe", 1)]
    [InlineData("a = \"\\q\"", 1)]
    [InlineData("a = [1,", 1)]
    public void A_broken_hosts_file_is_an_error_that_names_the_line(string text, int line)
    {
        Write("r.example.com/hosts.toml", text);
        RegistryException error = Assert.Throws<RegistryException>(() => Read("r.example.com"));
        Assert.Equal("Registry.InvalidHostsFile", error.ErrorId);
        Assert.Contains($"hosts.toml line {line} ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Mirrors_are_asked_first_and_the_registry_last_with_credentials_only_for_itself()
    {
        Manifest image = Manifest.Create(new Descriptor(MediaTypes.OciConfig, Digest.OfEmptyJson, 2), []);
        string text = System.Text.Encoding.UTF8.GetString(image.Content.Span);
        string basic = "WWW-Authenticate: Basic realm=\"x\"\r\n";
        await using ScriptedServer broken = Answer(_ => Reply("401 Unauthorized", basic));
        await using ScriptedServer empty = Answer(request => request.Target == "/v2/" ? Reply("200 OK") : Reply("404 Not Found"));
        await using ScriptedServer server = Answer(request =>
            request["Authorization"] is null ? Reply("401 Unauthorized", basic)
            : request.Target == "/v2/" ? Reply("200 OK")
            : Reply("200 OK", $"Content-Type: {MediaTypes.OciManifest}\r\n", text));
        Write($"{server.Host}/hosts.toml", $"[host.\"http://{broken.Host}\"]\n[host.\"http://{empty.Host}\"]\nheader = {{ x-site = \"1\" }}\n");
        RegistryOptions options = new() { PlainHttp = true, CertificateFolders = [_root], Credential = new System.Net.NetworkCredential("alice", "secret123") };
        await using RegistryClient client = TestBlobs.Client(server.Host, options);

        Assert.Equal(image.Digest, (await client.FindManifestAsync("a/b", "v1", default))!.Digest);

        Assert.All(broken.Requests.Concat(empty.Requests), r => Assert.Null(r["Authorization"]));
        Assert.Equal(["GET /v2/", "GET /v2/a/b/manifests/v1"], empty.Lines);
        Assert.All(empty.Requests, r => Assert.Equal("1", r["x-site"]));
        Assert.All(server.Requests, r => Assert.Null(r["x-site"]));
    }

    [Fact]
    public void A_name_that_is_no_host_is_refused() =>
        Assert.Equal("Registry.InvalidHost", Assert.Throws<RegistryException>(() => Read("a b")).ErrorId);

    [Fact]
    public void A_certificate_file_that_can_t_be_read_is_named()
    {
        Write("r.example.com/ca.crt", "no certificate");
        RegistryException error = Assert.Throws<RegistryException>(() => new RegistryTransport(Read("r.example.com")).Dispose());
        Assert.Equal(("Registry.CertificateFile", In("r.example.com/ca.crt")), (error.ErrorId, error.Target));
    }

    private RegistryHostSettings Read(string registry, RegistryOptions? options = null) =>
        new RegistryHostSettingsReader(new RegistryEnvironment()).Read(registry, (options ?? new RegistryOptions()) with { CertificateFolders = [_root] });

    private string In(string path) => Path.Combine(_root, path);

    private void Write(string path, string text = "")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(path))!);
        File.WriteAllText(In(path), text);
    }
}
