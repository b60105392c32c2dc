using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Tests.Oci.Registries;

public sealed class RegistryCredentialStoreTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("neutree-home-").FullName;
    private readonly Dictionary<string, string> _variables = [];

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Theory]
    [InlineData("{\"username\":\"u\",\"password\":\"p\"}", "u", "p")]
    [InlineData("{\"username\":\"u\"}", "", "")]
    [InlineData("{\"auth\":\"dGVzdHVzZXI6dGVzdHBhc3N3b3Jk\"}", "testuser", "testpassword")]
    [InlineData("{\"auth\":\"dGVzdHVzZXI6cGFzczp3b3Jk\"}", "testuser", "pass:word")]
    [InlineData("{\"auth\":\"dGVzdHVzZXI6\"}", "", "")]
    [InlineData("{\"auth\":\"OnRlc3RwYXNzd29yZA==\"}", "", "")]
    [InlineData("{\"username\":\"u\",\"password\":\"p\",\"auth\":\"dGVzdHVzZXI6dGVzdHBhc3N3b3Jk\"}", "u", "p")]
    [InlineData("{}", "", "")]
    public void An_entry_names_user_and_password(string json, string user, string password)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        RegistryCredential? found = AuthEntry.Read(document.RootElement, "host", "file");
        Assert.Equal((user, password), (found?.UserName ?? "", found?.Password ?? ""));
    }

    [Theory]
    [InlineData("{\"auth\":\"dGVzdHVzZXItdGVzdHBhc3N3b3Jk\"}")]
    [InlineData("{\"auth\":\"invalid-base64\"}")]
    [InlineData("null")]
    public void A_malformed_entry_is_an_error(string json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.Equal("Registry.InvalidCredentialFile", Assert.Throws<RegistryException>(() => AuthEntry.Read(document.RootElement, "host", "file")).ErrorId);
    }

    [Theory]
    [InlineData("registry.example.com:5000", "registry.example.com:5000", true)]
    [InlineData("https://registry.example.com:5000/v1/", "registry.example.com:5000", true)]
    [InlineData("registry.example.com", "registry.example.com:5000", false)]
    [InlineData("https://index.docker.io/v1/", "docker.io", true)]
    [InlineData("docker.io", "docker.io", true)]
    public async Task Docker_keys_are_hosts_in_old_and_new_forms(string key, string host, bool found)
    {
        Write(".docker/config.json", $$"""{"auths":{"{{key}}":{"username":"u","password":"p"} } }""");
        Assert.Equal(found ? "u" : null, (await FindAsync(host, "a/b"))?.UserName);
    }

    [Theory]
    [InlineData("team/app", "app")]
    [InlineData("team/other", "team")]
    [InlineData("else", "host")]
    [InlineData("team2/app", "host")]
    public async Task The_longest_path_wins(string repository, string expected)
    {
        Write(".config/containers/auth.json", """
            {"auths":{
              "r.example.com":{"username":"host","password":"p"},
              "r.example.com/team":{"username":"team","password":"p"},
              "r.example.com/team/app":{"username":"app","password":"p"}}}
            """);
        Assert.Equal(expected, (await FindAsync("r.example.com", repository))?.UserName);
    }

    [Fact]
    public async Task Files_are_asked_in_order()
    {
        Write("docker/config.json", Auth("from-docker-config"));
        Write("named.json", Auth("from-named"));
        Write("run/containers/auth.json", Auth("from-runtime"));
        Write(".config/containers/auth.json", Auth("from-home"));

        Assert.Equal("from-home", (await FindAsync("r.example.com", "x"))?.UserName);
        _variables["XDG_RUNTIME_DIR"] = Path.Combine(_home, "run");
        Assert.Equal("from-runtime", (await FindAsync("r.example.com", "x"))?.UserName);
        _variables["REGISTRY_AUTH_FILE"] = Path.Combine(_home, "named.json");
        Assert.Equal("from-named", (await FindAsync("r.example.com", "x"))?.UserName);
        _variables["DOCKER_CONFIG"] = Path.Combine(_home, "docker");
        Assert.Equal("from-docker-config", (await FindAsync("r.example.com", "x"))?.UserName);
        Assert.Null(await FindAsync("other.example.com", "x"));
    }

    [Fact]
    public async Task A_file_that_is_no_JSON_is_an_error()
    {
        Write(".docker/config.json", "{");
        Assert.Equal("Registry.InvalidCredentialFile", (await Assert.ThrowsAsync<RegistryException>(() => FindAsync("r.example.com", "x"))).ErrorId);
    }

    [Fact]
    public async Task A_helper_that_is_missing_is_an_error_that_names_it()
    {
        Write(".docker/config.json", """{"credHelpers":{"r.example.com":"neutree-no-such"}}""");
        RegistryException error = await Assert.ThrowsAsync<RegistryException>(() => FindAsync("r.example.com", "x"));
        Assert.Equal("Registry.CredentialHelper", error.ErrorId);
        Assert.Contains("docker-credential-neutree-no-such", error.Message, StringComparison.Ordinal);
        Assert.Null(await FindAsync("other.example.com", "x"));
    }

    [Theory]
    [InlineData("credHelpers")]
    [InlineData("credsStore")]
    public async Task A_helper_gets_the_host_on_its_input_and_get_alone(string kind)
    {
        if (RuntimeInformation.IsOSPlatform(OSPlatform.Windows))
        {
            // The stand-in is a shell script.
            return;
        }

        // Helpers are found on PATH only, so the stand-in's folder goes there under a name no other test uses.
        string name = "neutree-test-" + kind.ToLowerInvariant();
        string program = Path.Combine(_home, "docker-credential-" + name);
        await File.WriteAllTextAsync(program, $$"""
            #!/bin/sh
            read host
            echo "$# $1 $host" > {{_home}}/asked
            if [ "$host" = r.example.com ]; then echo '{"ServerURL":"x","Username":"helped","Secret":"s"}'; else echo 'credentials not found in native keychain'; exit 1; fi
            """);
#pragma warning disable CA1416 // Not reached on Windows.
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.UserWrite);
#pragma warning restore CA1416
        Write(".docker/config.json", kind == "credsStore" ? $$"""{"credsStore":"{{name}}"}""" : $$"""{"credHelpers":{"r.example.com":"{{name}}","q.example.com":"{{name}}"} }""");
        string? path = Environment.GetEnvironmentVariable("PATH");
        Environment.SetEnvironmentVariable("PATH", path + Path.PathSeparator + _home);

        try
        {
            RegistryCredential? found = await FindAsync("r.example.com", "x");
            Assert.Equal(("helped", "s"), (found?.UserName, found?.Password));
            Assert.Equal("1 get r.example.com\n", await File.ReadAllTextAsync(Path.Combine(_home, "asked")));
            Assert.Null(await FindAsync("q.example.com", "x"));
        }
        finally
        {
            Environment.SetEnvironmentVariable("PATH", path);
        }
    }

    [Fact]
    public void A_credential_never_prints_its_secrets()
    {
        RegistryCredential credential = RegistryCredential.FromPair("u", "secret") with { IdentityToken = "secret", RegistryToken = "secret" };
        Assert.DoesNotContain("secret", credential.ToString(), StringComparison.Ordinal);
    }

    private static string Auth(string user) => $$"""{"auths":{"r.example.com":{"username":"{{user}}","password":"p"} } }""";

    private void Write(string path, string text)
    {
        string file = Path.Combine(_home, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private Task<RegistryCredential?> FindAsync(string host, string repository) =>
        new RegistryCredentialStore(new RegistryEnvironment { Home = _home, GetVariable = name => _variables.GetValueOrDefault(name) }, NullLogger.Instance)
            .FindAsync(host, repository, default);
}
