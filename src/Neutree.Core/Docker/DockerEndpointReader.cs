using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Neutree.Core.Docker;

/// <summary>
/// Finds the engine that the docker program would use: <c>DOCKER_HOST</c>; else the context of <c>DOCKER_CONTEXT</c> or of
/// <c>config.json</c>; else the system's own. TLS follows <c>DOCKER_TLS_VERIFY</c>, <c>DOCKER_TLS</c> and <c>DOCKER_CERT_PATH</c>, or the context.
/// </summary>
/// <param name="getVariable">Reads an environment variable.</param>
/// <param name="home">The user's home folder.</param>
internal sealed class DockerEndpointReader(Func<string, string?> getVariable, string home)
{
    private const string DefaultContext = "default";

    public static DockerEndpoint FromEnvironment() =>
        new DockerEndpointReader(Environment.GetEnvironmentVariable, Environment.GetFolderPath(Environment.SpecialFolder.UserProfile)).Read();

    /// <exception cref="DockerException">The context doesn't exist, or its description can't be read.</exception>
    public DockerEndpoint Read()
    {
        if (Variable("DOCKER_HOST") is { } host)
        {
            return FromHost(host);
        }

        string context = Variable("DOCKER_CONTEXT") ?? CurrentContext() ?? DefaultContext;
        return context == DefaultContext ? Default() : FromContext(context);
    }

    private static DockerEndpoint Default() =>
        new(OperatingSystem.IsWindows() ? "npipe:////./pipe/docker_engine" : "unix:///var/run/docker.sock");

    private DockerEndpoint FromHost(string host)
    {
        bool verify = Variable("DOCKER_TLS_VERIFY") is not null;
        DockerTls? tls = verify || Variable("DOCKER_TLS") is not null
            ? TlsBelow(Variable("DOCKER_CERT_PATH") ?? ConfigurationFolder, skipVerification: !verify)
            : null;
        return new DockerEndpoint(host) { Tls = tls, Origin = "DOCKER_HOST" };
    }

    private DockerEndpoint FromContext(string name)
    {
        // Contexts are kept under the digest of their name.
        string key = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(name)));
        string file = Path.Join(ConfigurationFolder, "contexts", "meta", key, "meta.json");
        using JsonDocument document = ReadJson(file)
            ?? throw new DockerException("Docker.ContextNotFound", ErrorKind.NotFound, $"the docker context \"{name}\" doesn't exist")
            {
                Target = name,
                Recommendation = "List the contexts with 'docker context ls', or name the engine with DOCKER_HOST.",
            };
        try
        {
            JsonElement endpoint = document.RootElement.GetProperty("Endpoints").GetProperty("docker");
            bool skip = endpoint.TryGetProperty("SkipTLSVerify", out JsonElement skipping) && skipping.GetBoolean();
            string folder = Path.Join(ConfigurationFolder, "contexts", "tls", key, "docker");
            return new DockerEndpoint(endpoint.GetProperty("Host").GetString() ?? "")
            {
                Tls = skip || Directory.Exists(folder) ? TlsBelow(folder, skip) : null,
                Origin = $"the docker context \"{name}\"",
            };
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException)
        {
            throw Unreadable(file, "it names no docker endpoint", error);
        }
    }

    private static DockerTls TlsBelow(string folder, bool skipVerification)
    {
        return new DockerTls
        {
            AuthorityFile = Existing("ca.pem"),
            CertificateFile = Existing("cert.pem"),
            KeyFile = Existing("key.pem"),
            SkipVerification = skipVerification,
        };

        string? Existing(string name) => File.Exists(Path.Join(folder, name)) ? Path.Join(folder, name) : null;
    }

    private string ConfigurationFolder => Variable("DOCKER_CONFIG") ?? Path.Join(home, ".docker");

    private string? CurrentContext()
    {
        using JsonDocument? document = ReadJson(Path.Join(ConfigurationFolder, "config.json"));
        return document?.RootElement is { ValueKind: JsonValueKind.Object } root
            && root.TryGetProperty("currentContext", out JsonElement context)
            && context.ValueKind == JsonValueKind.String
            && context.GetString() is { Length: > 0 } name
            ? name
            : null;
    }

    private static JsonDocument? ReadJson(string file)
    {
        try
        {
            using FileStream stream = File.OpenRead(file);
            return JsonDocument.Parse(stream);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw Unreadable(file, error is JsonException ? "it is no JSON" : error.Message, error);
        }
    }

    private string? Variable(string name) => getVariable(name) is { Length: > 0 } value ? value : null;

    private static DockerException Unreadable(string file, string reason, Exception error) =>
        new("Docker.ConfigurationUnreadable", ErrorKind.InvalidData, $"{file} can't be used: {reason}", error)
        {
            Target = file,
            Recommendation = "Repair the file, or name the engine with DOCKER_HOST.",
        };
}
