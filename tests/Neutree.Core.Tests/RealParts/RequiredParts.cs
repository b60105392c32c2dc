using Neutree.TestCluster;

namespace Neutree.Core.Tests.RealParts;

/// <summary>The outside programs that tests run against, and whether this machine has them.</summary>
internal static class RequiredParts
{
    /// <summary>What nginx lacks without the package <c>libnginx-mod-http-dav-ext</c>.</summary>
    public const string WebDavModule = "/usr/lib/nginx/modules/ngx_http_dav_ext_module.so";

    private const string Variable = "NEUTREE_TEST_REQUIRE";

    /// <summary>
    /// Why a test has to be skipped: the first of its parts that is missing and that <c>NEUTREE_TEST_REQUIRE</c> (a list with commas)
    /// doesn't name; null where it can run. A test whose required part is missing runs, and fails where it starts the program.
    /// </summary>
    public static string? SkipReason(params IEnumerable<string> parts)
    {
        string[] required = (Environment.GetEnvironmentVariable(Variable) ?? "").Split(',', StringSplitOptions.TrimEntries);
        return parts.Where(part => !required.Contains(part)).Select(Missing).OfType<string>().FirstOrDefault();
    }

    /// <summary>The program's path, or null where the machine doesn't have it.</summary>
    public static string? FindProgram(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);

    /// <summary>
    /// The folder that docker finds its compose plugin in: that of <c>DOCKER_CONFIG</c>, of the home folder, or <c>out/parts/docker</c> of
    /// this repository; null where none has it, and docker may still know it from the system.
    /// </summary>
    public static string? FindComposeFolder()
    {
        string? given = Environment.GetEnvironmentVariable("DOCKER_CONFIG");
        string home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".docker");
        DirectoryInfo? repository = new(AppContext.BaseDirectory);
        while (repository is not null && !File.Exists(Path.Combine(repository.FullName, "Neutree.slnx")))
        {
            repository = repository.Parent;
        }

        string?[] folders = [given, home, repository is null ? null : Path.Combine(repository.FullName, "out", "parts", "docker")];
        return folders.FirstOrDefault(folder => !string.IsNullOrEmpty(folder) && File.Exists(Path.Combine(folder, "cli-plugins", "docker-compose")));
    }

    /// <summary>docker's compose plugin, wherever docker looks for it; null where there is none.</summary>
    public static string? FindComposePlugin() =>
        new[] { "/usr/libexec/docker/cli-plugins", "/usr/lib/docker/cli-plugins", "/usr/local/lib/docker/cli-plugins", "/usr/local/libexec/docker/cli-plugins" }
            .Prepend(FindComposeFolder() is { } folder ? Path.Combine(folder, "cli-plugins") : "/nonexistent")
            .Select(folder => Path.Combine(folder, "docker-compose"))
            .FirstOrDefault(File.Exists);

    private static string? Missing(string part) => part switch
    {
        "compose" => MissingComposePlugin(),
        "kubernetes" => ClusterPart.Missing,
        "kubernetes-1.25" => ClusterPart.Missing ?? ClusterPart.OlderThan(1, 25),
        _ => MissingProgram(part),
    };

    private static string? MissingProgram(string part)
    {
        (string program, string package) = part switch
        {
            "registry" => ("docker-registry", "docker-registry"),
            "busybox" => ("busybox", "busybox-static"),
            "docker" => ("dockerd", "docker.io containerd runc"),
            "webdav" => ("nginx", "nginx libnginx-mod-http-dav-ext"),
            _ => (part, part),
        };
        return FindProgram(program) is null ? $"{program} is not on PATH; install it (Debian: apt-get install {package}) to run this test"
            : part == "webdav" && !File.Exists(WebDavModule) ? "nginx lacks its WebDAV module; install it (Debian: apt-get install libnginx-mod-http-dav-ext) to run this test"
            : part == "docker" && !Environment.IsPrivilegedProcess ? "a Docker engine of its own needs root; this test was skipped"
            : null;
    }

    private static string? MissingComposePlugin() =>
        FindComposePlugin() is null ? "docker has no compose plugin; .ci/install-compose.sh brings it for this test" : null;
}
