using System.Formats.Tar;
using System.IO.Compression;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Neutree.Core.Tests.RealParts;

/// <summary>
/// A control plane package made of this repository's compose files, vendored files made up, and stand-in images. Ports on the host are
/// free ones of the loopback, and health checks are quick.
/// </summary>
internal sealed class StandInPackage
{
    private static readonly string[] Applets = ["cat", "cp", "env", "find", "httpd", "id", "kill", "ls", "mkdir", "rm", "sh", "sleep", "sort", "test", "wget"];

    private static readonly (string Path, string Text)[] Programs =
    [
        ("stand-in", """
            #!/bin/sh
            # A command given instead of the service's own is run, as real entry points do.
            case "$1" in bash|kong|sh|/bin/sh) exec "$@";; esac
            for path in $READS; do
              [ -e "$path" ] || { echo "$path is missing" >&2; exit 1; }
              for entry in $(find "$path"); do [ -r "$entry" ] || { echo "$(id -u) can't read $entry" >&2; exit 1; }; done
            done
            echo "$SAYS"
            [ -z "$TASK" ] || exit 0
            for port in $PORTS; do httpd -p "$port" -h /www; done
            trap 'exit 0' TERM INT
            while :; do sleep 1 & wait $!; done
            """),
        ("bin/bash", """
            #!/bin/sh
            # The shell that stands in for bash knows no /dev/tcp.
            case "$*" in
              */dev/tcp/127.0.0.1/*) port=${*##*/dev/tcp/127.0.0.1/}; port=${port%%[!0-9]*}; exec wget -q -O /dev/null "http://127.0.0.1:$port/health";;
            esac
            exec /bin/sh "$@"
            """),
        ("bin/pg_isready", "#!/bin/sh\nexec wget -q -O /dev/null http://127.0.0.1:5432/health\n"),
        ("bin/postgrest", "#!/bin/sh\nexec wget -q -O /dev/null http://127.0.0.1:6433/health\n"),
        ("bin/node", "#!/bin/sh\nexec wget -q -O /dev/null http://127.0.0.1:8080/health\n"),
        ("bin/kong", "#!/bin/sh\n[ \"$1\" = health ] || exit 0\nexec wget -q -O /dev/null http://127.0.0.1:8000/health\n"),
        ("bin/psql", "#!/bin/sh\n[ -n \"$PGPASSWORD\" ] || exit 1\nfor file; do :; done\nexec cat \"$file\"\n"),
        ("www/health", "{\"ok\":true}\n"),
        ("www/api/health", "{\"ok\":true}\n"),
        ("db/init-scripts/000_init.sql", "-- init\n"),
        ("db/migrations/001_first.up.sql", "-- migration\n"),
        ("db/seed/001_seed.sql", "-- seed\n"),
    ];

    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly List<StandInImage> _images;

    /// <param name="version">Version of Neutree's own images.</param>
    public StandInPackage(string version = "v1.2.0")
    {
        Version = version;
        _images = [.. StandInImage.All(version)];
        string source = Path.Combine(Repository(), "deploy", "docker");
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            _files[Path.GetRelativePath(source, file).Replace('\\', '/')] = File.ReadAllText(file);
        }

        foreach (string plugin in (string[])["neutree-ai-gateway", "neutree-ai-statistics", "neutree-ai-access", "neutree-ai-quota"])
        {
            _files[$"neutree-core/gateway/kong/plugins/{plugin}/handler.lua"] = $"return '{plugin}'\n";
        }

        _files["neutree-core/vmagent/prometheus.yml"] = "scrape_configs: []\n";
        _files["obs-stack/grafana/dashboards/default_grafana_dashboard.json"] = "{}\n";
        foreach (string component in (string[])["neutree-core", "obs-stack"])
        {
            string name = component + "/docker-compose.yml";
            _files[name] = Regex.Replace(
                Regex.Replace(_files[name], "\"(\\d+):(\\d+)\"", match => $"\"127.0.0.1:{Port(match.Groups[1].Value)}:{match.Groups[2].Value}\""),
                "(interval|start_period): \\d+s",
                "$1: 1s");

            // A machine that may neither raise limits nor grant all capabilities runs the tests too.
            _files[name] = _files[name].Replace("65536", "1024", StringComparison.Ordinal).Replace("privileged: true", "privileged: false", StringComparison.Ordinal);
        }
    }

    public string Version { get; }

    /// <summary>The free port that stands for one of the real files.</summary>
    public Dictionary<string, int> Ports { get; } = [];

    /// <summary>A file of the package, by its path from <c>deploy/docker</c>.</summary>
    public string this[string path]
    {
        get => _files[path];
        set => _files[path] = value;
    }

    /// <summary>Puts another image in the place of that of the same repository, or beside it where the tag is another.</summary>
    public void Replace(StandInImage image)
    {
        _images.RemoveAll(known => known.Name == image.Name);
        _images.Add(image);
    }

    public void RemoveImages() => _images.Clear();

    /// <summary>Writes the package, or without images what the project began with: compose files only, names with <c>./</c> in front.</summary>
    public string Write(string path)
    {
        using FileStream file = File.Create(path);
        using GZipStream gzip = new(file, CompressionLevel.Fastest);
        using TarWriter tar = new(gzip);
        string prefix = _images.Count == 0 ? "./" : "docker/";
        foreach ((string name, string text) in _files)
        {
            Add(tar, prefix + name, Encoding.UTF8.GetBytes(text));
        }

        if (_images.Count > 0)
        {
            StringBuilder manifest = new($"manifest_version: \"1.0\"\nmetadata: {{ version: \"{Version}\" }}\nimages:\n");
            foreach (StandInImage image in _images)
            {
                string[] name = image.Name.Split(':');
                manifest.Append($"  - {{ image_name: \"{name[0]}\", tag: \"{name[1]}\", image_file: \"images/all-images.tar\" }}\n");
            }

            Add(tar, "manifest.yaml", Encoding.UTF8.GetBytes(manifest.ToString()));
            Add(tar, "images/all-images.tar", CreateImages());
        }

        return path;
    }

    /// <summary>Writes the files, as they lie in <c>deploy/docker</c>.</summary>
    public void WriteFiles(string folder)
    {
        foreach ((string name, string text) in _files)
        {
            string path = Path.Combine(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, text);
        }
    }

    /// <summary>Writes the images alone, as <c>docker save</c> does.</summary>
    public string WriteImages(string path)
    {
        File.WriteAllBytes(path, CreateImages());
        return path;
    }

    private static string Repository()
    {
        DirectoryInfo folder = new(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Neutree.slnx")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("the tests don't run inside the repository");
        }

        return folder.FullName;
    }

    private int Port(string real)
    {
        if (!Ports.TryGetValue(real, out int port))
        {
            using TcpListener probe = new(IPAddress.Loopback, 0);
            probe.Start();
            Ports[real] = port = ((IPEndPoint)probe.LocalEndpoint).Port;
        }

        return port;
    }

    /// <summary>What <c>docker save</c> would write: one layer for all, a config for each; the same bytes each time.</summary>
    private byte[] CreateImages()
    {
        byte[] layer = CreateLayer();
        string layerDigest = Convert.ToHexStringLower(SHA256.HashData(layer));
        using MemoryStream archive = new();
        using (TarWriter tar = new(archive, leaveOpen: true))
        {
            Add(tar, $"{layerDigest}/layer.tar", layer);
            List<object> list = [];
            foreach (StandInImage image in _images)
            {
                byte[] config = JsonSerializer.SerializeToUtf8Bytes(new
                {
                    architecture = System.Runtime.InteropServices.RuntimeInformation.OSArchitecture == System.Runtime.InteropServices.Architecture.Arm64 ? "arm64" : "amd64",
                    os = "linux",
                    config = new
                    {
                        image.User,
                        Entrypoint = image.Name.Contains("db-scripts", StringComparison.Ordinal) ? null : (string[])["/stand-in"],
                        Env = (string[])["PATH=/bin", $"PORTS={image.Ports}", $"READS={image.Reads}", $"TASK={(image.IsTask ? "1" : "")}", $"SAYS={image.Says}"],
                    },
                    rootfs = new { type = "layers", diff_ids = (string[])["sha256:" + layerDigest] },
                });
                string name = Convert.ToHexStringLower(SHA256.HashData(config)) + ".json";
                Add(tar, name, config);
                list.Add(new { Config = name, RepoTags = (string[])[image.Name], Layers = (string[])[$"{layerDigest}/layer.tar"] });
            }

            Add(tar, "manifest.json", JsonSerializer.SerializeToUtf8Bytes(list));
        }

        return archive.ToArray();
    }

    private static byte[] CreateLayer()
    {
        string busybox = RequiredParts.FindProgram("busybox") ?? throw new InvalidOperationException("busybox is required but not installed");
        using MemoryStream layer = new();
        using (TarWriter tar = new(layer, leaveOpen: true))
        {
            foreach (string folder in (string[])["bin", "tmp", "www", "www/api", "db", "db/init-scripts", "db/migrations", "db/seed"])
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.Directory, folder + "/")
                {
                    Mode = (UnixFileMode)(folder == "tmp" ? 0b001_111_111_111 : 0b111_101_101),
                    ModificationTime = DateTimeOffset.UnixEpoch,
                });
            }

            Add(tar, "bin/busybox", File.ReadAllBytes(busybox), executable: true);
            foreach (string applet in Applets)
            {
                tar.WriteEntry(new PaxTarEntry(TarEntryType.HardLink, "bin/" + applet)
                {
                    LinkName = "bin/busybox",
                    Mode = (UnixFileMode)0b111_101_101,
                    ModificationTime = DateTimeOffset.UnixEpoch,
                });
            }

            foreach ((string path, string text) in Programs)
            {
                Add(tar, path, Encoding.UTF8.GetBytes(text), executable: path.StartsWith("bin/", StringComparison.Ordinal) || path == "stand-in");
            }
        }

        return layer.ToArray();
    }

    private static void Add(TarWriter tar, string name, byte[] content, bool executable = false) => tar.WriteEntry(
        new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = new MemoryStream(content),
            Mode = (UnixFileMode)(executable ? 0b111_101_101 : 0b110_100_100),
            ModificationTime = DateTimeOffset.UnixEpoch,
        });
}
