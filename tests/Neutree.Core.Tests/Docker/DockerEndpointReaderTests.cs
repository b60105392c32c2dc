using System.Security.Cryptography;
using System.Text;
using Neutree.Core.Docker;
using Neutree.Core.Tests.Fixtures;

namespace Neutree.Core.Tests.Docker;

public sealed class DockerEndpointReaderTests : IDisposable
{
    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public void Without_settings_it_is_the_system_s_own_engine()
    {
        string expected = OperatingSystem.IsWindows() ? "npipe:////./pipe/docker_engine" : "unix:///var/run/docker.sock";

        Assert.Equal(new DockerEndpoint(expected), Read());
    }

    [Fact]
    public void DOCKER_HOST_wins_over_every_context()
    {
        WriteContext("site", """{"Endpoints":{"docker":{"Host":"unix:///site.sock"}}}""");

        DockerEndpoint endpoint = Read(("DOCKER_HOST", "tcp://10.0.0.5:2375"), ("DOCKER_CONTEXT", "site"));

        Assert.Equal(new DockerEndpoint("tcp://10.0.0.5:2375") { Origin = "DOCKER_HOST" }, endpoint);
    }

    [Fact]
    public void DOCKER_CONTEXT_wins_over_the_context_of_the_configuration()
    {
        _home.Write(".docker/config.json", """{"currentContext":"other"}"""u8);
        WriteContext("site", """{"Endpoints":{"docker":{"Host":"unix:///site.sock"}}}""");
        WriteContext("other", """{"Endpoints":{"docker":{"Host":"unix:///other.sock"}}}""");

        Assert.Equal(("unix:///site.sock", "unix:///other.sock"), (Read(("DOCKER_CONTEXT", "site")).Address, Read().Address));
    }

    [Fact]
    public void DOCKER_TLS_VERIFY_takes_the_files_of_DOCKER_CERT_PATH()
    {
        string authority = _home.Write("certs/ca.pem", "x"u8);
        string certificate = _home.Write("certs/cert.pem", "x"u8);
        string key = _home.Write("certs/key.pem", "x"u8);

        DockerEndpoint endpoint = Read(("DOCKER_HOST", "tcp://h:2376"), ("DOCKER_TLS_VERIFY", "1"), ("DOCKER_CERT_PATH", Path.GetDirectoryName(key)!));

        Assert.Equal(new DockerTls { AuthorityFile = authority, CertificateFile = certificate, KeyFile = key }, endpoint.Tls);
        Assert.True(Read(("DOCKER_HOST", "tcp://h:2376"), ("DOCKER_TLS", "1")).Tls?.SkipVerification);
    }

    [Fact]
    public void A_context_brings_its_own_certificates()
    {
        WriteContext("site", """{"Endpoints":{"docker":{"Host":"tcp://h:2376","SkipTLSVerify":false}}}""");
        string authority = _home.Write($".docker/contexts/tls/{Key("site")}/docker/ca.pem", "x"u8);

        Assert.Equal(new DockerTls { AuthorityFile = authority }, Read(("DOCKER_CONTEXT", "site")).Tls);
    }

    [Fact]
    public void A_context_that_doesn_t_exist_or_names_no_engine_is_an_error()
    {
        WriteContext("empty", """{"Endpoints":{}}""");
        WriteContext("broken", "{");

        Assert.Equal("Docker.ContextNotFound", Assert.Throws<DockerException>(() => Read(("DOCKER_CONTEXT", "missing"))).ErrorId);
        Assert.Equal("Docker.ConfigurationUnreadable", Assert.Throws<DockerException>(() => Read(("DOCKER_CONTEXT", "empty"))).ErrorId);
        Assert.Equal("Docker.ConfigurationUnreadable", Assert.Throws<DockerException>(() => Read(("DOCKER_CONTEXT", "broken"))).ErrorId);
    }

    private static string Key(string context) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(context)));

    private void WriteContext(string name, string json) => _home.Write($".docker/contexts/meta/{Key(name)}/meta.json", Encoding.UTF8.GetBytes(json));

    private DockerEndpoint Read(params (string Name, string Value)[] variables) =>
        new DockerEndpointReader(name => variables.FirstOrDefault(variable => variable.Name == name).Value, _home.Path).Read();
}
