using Neutree.Core.Go;
using Neutree.Core.Toml;

namespace Neutree.Core.Oci.Registries;

/// <summary>
/// Merges what the options say about a registry with the <c>certs.d</c> folders of docker (<c>*.crt</c>, <c>*.cert</c> with
/// <c>*.key</c>), podman (the same) and containerd (<c>hosts.toml</c>). Options win.
/// </summary>
internal sealed class RegistryHostSettingsReader(RegistryEnvironment environment)
{
    private const string DockerHubApi = "registry-1.docker.io";

    /// <exception cref="RegistryException">The registry is no host, or a settings file can't be read.</exception>
    public RegistryHostSettings Read(string registry, RegistryOptions options)
    {
        if (!ImageReference.RegistryPattern().IsMatch(registry))
        {
            throw InvalidHost(registry);
        }

        bool isHub = registry is ImageReference.DockerHub or "index.docker.io" or DockerHubApi;
        string name = isHub ? ImageReference.DockerHub : registry;
        if (!Uri.TryCreate($"{(options.PlainHttp ? "http" : "https")}://{(isHub ? DockerHubApi : registry)}/v2/", UriKind.Absolute, out Uri? api))
        {
            throw InvalidHost(registry);
        }

        if (options.ClientKeyPath is { } key && options.ClientCertificatePath is null)
        {
            throw new RegistryException("Registry.CertificateFile", ErrorKind.InvalidArgument, $"the client key in {key} was given without its certificate")
            {
                Target = key,
                Recommendation = "Give the certificate with -ClientCertificate.",
            };
        }

        RegistryHostSettings settings = ForUrl(api, name);
        foreach (string folder in HostFolders(name, options))
        {
            settings = ApplyFolder(settings, folder, options.PlainHttp);
        }

        return settings with
        {
            CertificateAuthorityFiles = options.CACertificatePath is { } ca ? [ca, .. settings.CertificateAuthorityFiles] : settings.CertificateAuthorityFiles,
            ClientCertificateFile = options.ClientCertificatePath ?? settings.ClientCertificateFile,
            ClientKeyFile = options.ClientCertificatePath is null ? settings.ClientKeyFile : options.ClientKeyPath,
            SkipCertificateCheck = options.SkipCertificateCheck || settings.SkipCertificateCheck,
            MayFallBackToPlain = settings.MayFallBackToPlain && !options.TlsOnly,
        };
    }

    private static RegistryException InvalidHost(string registry) => new("Registry.InvalidHost", ErrorKind.InvalidArgument, $"'{registry}' is not a registry host")
    {
        Target = registry,
        Recommendation = "Write host or host:port, with a port from 1 to 65535.",
    };

    private static RegistryHostSettings ForUrl(Uri apiBase, string credentialHost) => new()
    {
        ApiBase = apiBase,
        CredentialHost = credentialHost,
        MayFallBackToPlain = apiBase.Scheme == Uri.UriSchemeHttps && HostNetwork.IsLoopback(apiBase.Host),
    };

    private IEnumerable<string> HostFolders(string name, RegistryOptions options)
    {
        IReadOnlyList<string> roots = options.CertificateFolders ??
        [
            Path.Combine(environment.Home, ".config", "containers", "certs.d"),
            Path.Combine(environment.Home, ".config", "docker", "certs.d"),
            Path.Combine(environment.Home, ".docker", "certs.d"),
            "/etc/containers/certs.d",
            "/etc/docker/certs.d",
            "/etc/containerd/certs.d",
        ];
        string containerdName = name.LastIndexOf(':') is var colon and > 0 && !name.EndsWith(']') ? $"{name[..colon]}_{name[(colon + 1)..]}_" : name;
        foreach (string root in roots)
        {
            // containerd takes "_default" only where the host has no folder of its own.
            string? folder = new[] { name, containerdName, "_default" }.Select(n => Path.Combine(root, n)).FirstOrDefault(Directory.Exists);
            if (folder is not null)
            {
                yield return folder;
            }
        }
    }

    private static RegistryHostSettings ApplyFolder(RegistryHostSettings settings, string folder, bool plainHttp)
    {
        string hostsFile = Path.Combine(folder, "hosts.toml");
        if (File.Exists(hostsFile))
        {
            settings = ApplyHostsFile(settings, hostsFile, plainHttp);
        }

        string? certificate = Directory.EnumerateFiles(folder, "*.cert").Order(StringComparer.Ordinal).FirstOrDefault();
        string? key = certificate is null ? null : Path.ChangeExtension(certificate, ".key");
        return settings with
        {
            CertificateAuthorityFiles = [.. settings.CertificateAuthorityFiles, .. Directory.EnumerateFiles(folder, "*.crt").Order(StringComparer.Ordinal)],
            ClientCertificateFile = settings.ClientCertificateFile ?? certificate,
            ClientKeyFile = settings.ClientCertificateFile is null ? (File.Exists(key) ? key : null) : settings.ClientKeyFile,
        };
    }

    private static RegistryHostSettings ApplyHostsFile(RegistryHostSettings settings, string file, bool plainHttp)
    {
        OrderedDictionary<string, object> document = ReadHostsFile(file);
        string folder = Path.GetDirectoryName(file)!;
        RegistryHostSettings result = settings;
        if (document.TryGetValue("server", out object? server) && server is string { Length: > 0 } url && !plainHttp)
        {
            Uri api = ToApiBase(url, overridePath: false, file);
            result = result with { ApiBase = api, MayFallBackToPlain = api.Scheme == Uri.UriSchemeHttps && HostNetwork.IsLoopback(api.Host) };
        }

        result = ApplyTable(result, document, folder);
        if (document.TryGetValue("host", out object? hosts) && hosts is OrderedDictionary<string, object> tables)
        {
            foreach ((string hostUrl, object value) in tables)
            {
                if (value is OrderedDictionary<string, object> table)
                {
                    result = ApplyHost(result, hostUrl, table, folder, file);
                }
            }
        }

        return result;
    }

    private static OrderedDictionary<string, object> ReadHostsFile(string file)
    {
        try
        {
            return TomlReader.ReadOrdered(GoString.Adopt(File.ReadAllBytes(file)));
        }
        catch (TomlException error)
        {
            throw new RegistryException("Registry.InvalidHostsFile", ErrorKind.InvalidData, $"{file} line {error.Line} can't be read: {error.Problem}", error)
            {
                Target = file,
            };
        }
    }

    private static RegistryHostSettings ApplyHost(RegistryHostSettings settings, string url, OrderedDictionary<string, object> table, string folder, string file)
    {
        Uri api = ToApiBase(url, table.TryGetValue("override_path", out object? keep) && keep is true, file);
        if (HostNetwork.SameOrigin(api, settings.ApiBase))
        {
            // The registry itself listed as a host: the table is about it, not about a mirror.
            return ApplyTable(settings, table, folder) with { ApiBase = api };
        }

        bool pulls = !table.TryGetValue("capabilities", out object? list)
            || (list is List<object> capabilities && capabilities.Contains("pull") && capabilities.Contains("resolve"));
        return pulls
            ? settings with { PullMirrors = [.. settings.PullMirrors, ApplyTable(ForUrl(api, api.Authority), table, folder)] }
            : settings;
    }

    private static RegistryHostSettings ApplyTable(RegistryHostSettings settings, OrderedDictionary<string, object> table, string folder)
    {
        (string? certificate, string? key) = FirstClientPair(table.GetValueOrDefault("client"), folder);
        return settings with
        {
            CertificateAuthorityFiles = [.. settings.CertificateAuthorityFiles, .. Strings(table.GetValueOrDefault("ca")).Select(f => Path.Combine(folder, f))],
            ClientCertificateFile = certificate ?? settings.ClientCertificateFile,
            ClientKeyFile = certificate is null ? settings.ClientKeyFile : key,
            SkipCertificateCheck = settings.SkipCertificateCheck || table.GetValueOrDefault("skip_verify") is true,
            Headers = table.GetValueOrDefault("header") is OrderedDictionary<string, object> headers
                ? [.. settings.Headers, .. headers.SelectMany(h => Strings(h.Value).Select(v => KeyValuePair.Create(h.Key, v)))]
                : settings.Headers,
        };
    }

    /// <summary>A path, a list of paths, or a list of pairs of certificate and key.</summary>
    private static (string? Certificate, string? Key) FirstClientPair(object? value, string folder)
    {
        object? first = value is List<object> { Count: > 0 } list ? list[0] : value;
        return first switch
        {
            string certificate => (Path.Combine(folder, certificate), null),
            List<object> pair when pair is [string certificate, string key, ..] => (Path.Combine(folder, certificate), key.Length == 0 ? null : Path.Combine(folder, key)),
            List<object> alone when alone is [string certificate] => (Path.Combine(folder, certificate), null),
            _ => (null, null),
        };
    }

    private static IEnumerable<string> Strings(object? value) => value switch
    {
        string text => [text],
        List<object> list => list.OfType<string>(),
        _ => [],
    };

    private static Uri ToApiBase(string url, bool overridePath, string file)
    {
        string text = url.Contains("://", StringComparison.Ordinal) ? url : "https://" + url;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? parsed) || parsed.Scheme is not ("http" or "https"))
        {
            throw new RegistryException("Registry.InvalidHostsFile", ErrorKind.InvalidData, $"{file} names '{url}', which is no http or https URL") { Target = file };
        }

        string path = parsed.AbsolutePath.TrimEnd('/');
        if (!overridePath && !path.EndsWith("/v2", StringComparison.Ordinal))
        {
            path += "/v2";
        }

        return new Uri($"{parsed.Scheme}://{parsed.Authority}{path}/");
    }
}
