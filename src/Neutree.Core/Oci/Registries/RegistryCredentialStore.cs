using System.Text.Json;
using Microsoft.Extensions.Logging;

namespace Neutree.Core.Oci.Registries;

/// <summary>
/// Where credentials for a repository come from, in order: the options, docker's <c>config.json</c> (helpers first, as docker does),
/// podman's and skopeo's <c>auth.json</c>, else nothing. The longest matching path wins.
/// </summary>
internal sealed class RegistryCredentialStore(RegistryEnvironment environment, ILogger logger)
{
    private const string DockerHubKey = "https://index.docker.io/v1/";
    private readonly CredentialHelper _helper = new(logger);

    /// <returns>Null: ask anonymously.</returns>
    /// <exception cref="RegistryException">A credential file or its entry for this host can't be read.</exception>
    public async Task<RegistryCredential?> FindAsync(string host, string repository, CancellationToken cancellationToken)
    {
        foreach (string file in Files())
        {
            if (File.Exists(file) && await FindInFileAsync(file, host, repository, cancellationToken).ConfigureAwait(false) is { } found)
            {
                logger.LogDebug("Using the credentials for {Host} that {File} names", host, file);
                return found;
            }
        }

        return null;
    }

    private IEnumerable<string> Files()
    {
        yield return Path.Combine(environment.GetVariable("DOCKER_CONFIG") is { Length: > 0 } folder ? folder : Path.Combine(environment.Home, ".docker"), "config.json");
        if (environment.GetVariable("REGISTRY_AUTH_FILE") is { Length: > 0 } named)
        {
            yield return named;
            yield break;
        }

        if (environment.GetVariable("XDG_RUNTIME_DIR") is { Length: > 0 } runtime)
        {
            yield return Path.Combine(runtime, "containers", "auth.json");
        }

        string config = environment.GetVariable("XDG_CONFIG_HOME") is { Length: > 0 } home ? home : Path.Combine(environment.Home, ".config");
        yield return Path.Combine(config, "containers", "auth.json");
    }

    private async Task<RegistryCredential?> FindInFileAsync(string file, string host, string repository, CancellationToken cancellationToken)
    {
        using JsonDocument document = await ReadAsync(file, cancellationToken).ConfigureAwait(false);
        JsonElement root = document.RootElement;
        IReadOnlyList<string> hostKeys = HostKeys(host);
        foreach (string key in hostKeys)
        {
            if (root.TryGetProperty("credHelpers", out JsonElement helpers)
                && helpers.ValueKind == JsonValueKind.Object
                && OciJson.OptionalString(helpers, key) is { } helper)
            {
                return await _helper.GetAsync(helper, key, cancellationToken).ConfigureAwait(false);
            }
        }

        JsonElement auths = root.TryGetProperty("auths", out JsonElement value) && value.ValueKind == JsonValueKind.Object ? value : default;
        RegistryCredential? written = auths.ValueKind == JsonValueKind.Object ? FindInAuths(auths, host, repository, hostKeys, file) : null;
        if (written is not null)
        {
            return written;
        }

        if (OciJson.OptionalString(root, "credsStore") is { } store)
        {
            foreach (string key in hostKeys)
            {
                if (await _helper.GetAsync(store, key, cancellationToken).ConfigureAwait(false) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    private static RegistryCredential? FindInAuths(JsonElement auths, string host, string repository, IReadOnlyList<string> hostKeys, string file)
    {
        Dictionary<string, JsonElement> byKey = new(StringComparer.Ordinal);
        foreach (JsonProperty entry in auths.EnumerateObject())
        {
            byKey[Normalize(entry.Name)] = entry.Value;
        }

        for (string path = host + "/" + repository; path.Contains('/', StringComparison.Ordinal); path = path[..path.LastIndexOf('/')])
        {
            if (byKey.TryGetValue(path, out JsonElement entry) && AuthEntry.Read(entry, path, file) is { } found)
            {
                return found;
            }
        }

        foreach (string key in hostKeys)
        {
            if (byKey.TryGetValue(Normalize(key), out JsonElement entry) && AuthEntry.Read(entry, key, file) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    private static IReadOnlyList<string> HostKeys(string host) =>
        host == ImageReference.DockerHub ? [DockerHubKey, "index.docker.io", "docker.io", "registry-1.docker.io"] : [host];

    /// <summary>Docker wrote keys as URLs once: <c>https://host/v1/</c> and <c>host/v2</c> are the host.</summary>
    private static string Normalize(string key)
    {
        int scheme = key.IndexOf("://", StringComparison.Ordinal);
        string name = (scheme < 0 ? key : key[(scheme + 3)..]).TrimEnd('/');
        return name.EndsWith("/v1", StringComparison.Ordinal) || name.EndsWith("/v2", StringComparison.Ordinal) ? name[..^3] : name;
    }

    private static async Task<JsonDocument> ReadAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            JsonDocument document = JsonDocument.Parse(await File.ReadAllBytesAsync(file, cancellationToken).ConfigureAwait(false));
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            throw AuthEntry.Invalid(file, "it is no JSON object");
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            throw AuthEntry.Invalid(file, error is JsonException ? "it is not valid JSON" : error.Message);
        }
    }
}
