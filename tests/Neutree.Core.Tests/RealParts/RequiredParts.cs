using Neutree.TestCluster;

namespace Neutree.Core.Tests.RealParts;

/// <summary>The outside programs that tests run against, and whether this machine has them.</summary>
internal static class RequiredParts
{
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

    private static string? Missing(string part) => part switch
    {
        "kubernetes" => ClusterPart.Missing,
        "kubernetes-1.25" => ClusterPart.Missing ?? ClusterPart.OlderThan(1, 25),
        _ => MissingProgram(part),
    };

    private static string? MissingProgram(string part)
    {
        (string program, string package) = part switch
        {
            "registry" => ("docker-registry", "docker-registry"),
            "docker" => ("dockerd", "docker.io containerd runc"),
            _ => (part, part),
        };
        return FindProgram(program) is null ? $"{program} is not on PATH; install it (Debian: apt-get install {package}) to run this test"
            : part == "docker" && !Environment.IsPrivilegedProcess ? "a Docker engine of its own needs root; this test was skipped"
            : null;
    }
}
