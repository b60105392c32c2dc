using System.Text;

namespace Neutree.Core.Oci.Mirrors;

/// <summary>
/// Makes the settings by which container runtimes pull from the site's registry what images' names say of other registries. They match the names that an import
/// gives: the registry is dropped, a project goes in front, the rest stays.
/// </summary>
public static class MirrorConfiguration
{
    private static readonly string[] UsualUpstreams = [ImageReference.DockerHub, "ghcr.io", "nvcr.io", "quay.io", "registry.k8s.io"];

    /// <exception cref="OciFormatException">A registry's name is malformed.</exception>
    public static IReadOnlyList<MirrorFile> Create(MirrorOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        RegistryPrefix mirror = RegistryPrefix.Parse(options.Registry, options.Project);
        foreach (string upstream in options.Upstreams)
        {
            RegistryPrefix parsed = RegistryPrefix.Parse(upstream);
            if (parsed.Path.Length > 0 || parsed.Registry != upstream)
            {
                throw new OciFormatException("Oci.InvalidRegistry", $"'{upstream}' is not the name of a registry alone") { Target = upstream, Recommendation = "Write host or host:port." };
            }
        }

        bool plainHttp = (options.PlainHttp || mirror.PlainHttp) && !mirror.Tls;
        IReadOnlyList<MirrorRuntime> runtimes = options.Runtimes.Count > 0 ? [.. options.Runtimes.Distinct()] : Enum.GetValues<MirrorRuntime>();
        return [.. runtimes.SelectMany(runtime => runtime switch
        {
            MirrorRuntime.Containerd => Containerd(options, mirror, plainHttp),
            MirrorRuntime.Docker => Docker(options, mirror, plainHttp),
            _ => Podman(options, mirror, plainHttp),
        })];
    }

    /// <summary>containerd, docs/hosts.md: a folder per registry, <c>_default</c> for all that have none; a project makes the path the API's root.</summary>
    private static IEnumerable<MirrorFile> Containerd(MirrorOptions options, RegistryPrefix mirror, bool plainHttp)
    {
        const string root = "/etc/containerd/certs.d";
        string authority = $"{root}/{mirror.Registry.Replace(':', '_')}-ca.crt";
        StringBuilder table = new();
        table.Append($"[host.\"{(plainHttp ? "http" : "https")}://{mirror.Registry}{(mirror.Path.Length > 0 ? $"/v2/{mirror.Path}" : "")}\"]\n");
        table.Append("  capabilities = [\"pull\", \"resolve\"]\n");
        table.Append(mirror.Path.Length > 0 ? "  override_path = true\n" : "");
        table.Append(options.CACertificatePath is not null && !plainHttp ? $"  ca = \"{authority}\"\n" : "");
        table.Append(options.SkipCertificateCheck && !plainHttp ? "  skip_verify = true\n" : "");
        string[] folders = options.Upstreams.Count > 0 ? [.. options.Upstreams] : ["_default"];
        foreach (string folder in folders)
        {
            yield return new MirrorFile(
                MirrorRuntime.Containerd,
                $"{root}/{folder}/hosts.toml",
                table.ToString(),
                "containerd's config.toml must name the folder: config_path = \"/etc/containerd/certs.d\" in the registry section of its CRI plugin. The file is read at every pull.");
        }

        if (options.CACertificatePath is { } source && !plainHttp)
        {
            yield return new MirrorFile(MirrorRuntime.Containerd, authority, null, $"Copy {source} there.");
        }
    }

    /// <summary>Docker, "Registry as a pull through cache": mirrors stand for Docker Hub alone, and have no path.</summary>
    private static IEnumerable<MirrorFile> Docker(MirrorOptions options, RegistryPrefix mirror, bool plainHttp)
    {
        List<string> settings = [];
        if (mirror.Path.Length == 0)
        {
            settings.Add($"  \"registry-mirrors\": [\"{(plainHttp ? "http" : "https")}://{mirror.Registry}\"]");
        }

        if (plainHttp || options.SkipCertificateCheck)
        {
            settings.Add($"  \"insecure-registries\": [\"{mirror.Registry}\"]");
        }

        string limits = mirror.Path.Length > 0
            ? "Docker knows no mirror with a path: pull images by their names below the site's registry."
            : "Docker asks the mirror for Docker Hub's images only; pull others by their names below the site's registry.";
        yield return new MirrorFile(
            MirrorRuntime.Docker,
            "/etc/docker/daemon.json",
            settings.Count == 0 ? "{}\n" : $"{{\n{string.Join(",\n", settings)}\n}}\n",
            $"{limits} Join the settings with those that are there, then restart Docker.");
        if (options.CACertificatePath is { } source && !plainHttp)
        {
            yield return new MirrorFile(MirrorRuntime.Docker, $"/etc/docker/certs.d/{mirror.Registry}/ca.crt", null, $"Copy {source} there.");
        }
    }

    /// <summary>containers-registries.conf(5): a table per registry, with the site's as its mirror.</summary>
    private static IEnumerable<MirrorFile> Podman(MirrorOptions options, RegistryPrefix mirror, bool plainHttp)
    {
        StringBuilder text = new("unqualified-search-registries = [\"docker.io\"]\n");
        foreach (string upstream in options.Upstreams.Count > 0 ? options.Upstreams : UsualUpstreams)
        {
            text.Append($"\n[[registry]]\nlocation = \"{upstream}\"\n\n[[registry.mirror]]\nlocation = \"{mirror}\"\n");
            text.Append(plainHttp || options.SkipCertificateCheck ? "insecure = true\n" : "");
        }

        yield return new MirrorFile(
            MirrorRuntime.Podman,
            "/etc/containers/registries.conf.d/50-neutree.conf",
            text.ToString(),
            "Read at every pull by podman, buildah and skopeo; CRI-O must be reloaded. Short names are looked for on Docker Hub, and so on the mirror.");
        if (options.CACertificatePath is { } source && !plainHttp)
        {
            yield return new MirrorFile(MirrorRuntime.Podman, $"/etc/containers/certs.d/{mirror.Registry}/ca.crt", null, $"Copy {source} there.");
        }
    }
}
