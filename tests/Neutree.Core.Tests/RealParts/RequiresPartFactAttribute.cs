namespace Neutree.Core.Tests.RealParts;

/// <summary>
/// A test that needs programs of others on PATH. Without them it is skipped, unless NEUTREE_TEST_REQUIRE lists them: then it runs and
/// fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequiresPartFactAttribute : FactAttribute
{
    /// <param name="parts">
    /// Names such as <c>skopeo</c>; <c>registry</c> stands for <c>docker-registry</c>, <c>docker-engine</c> for a running one that the docker
    /// client reaches by DOCKER_HOST.
    /// </param>
    public RequiresPartFactAttribute(params string[] parts)
    {
        string[] required = (Environment.GetEnvironmentVariable("NEUTREE_TEST_REQUIRE") ?? "").Split(',', StringSplitOptions.TrimEntries);
        string[] missing = [.. parts.Where(part => !required.Contains(part) && FindProgram(part) is null)];
        if (missing.Length > 0)
        {
            Skip = $"needs {string.Join(" and ", missing)} (apt-get install {string.Join(' ', missing.Select(PackageOf))}; docker-engine also needs DOCKER_HOST)";
        }
    }

    private static string? FindProgram(string part)
    {
        if (part == "docker-engine" && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("DOCKER_HOST")))
        {
            return null;
        }

        string program = part switch
        {
            "registry" => "docker-registry",
            "docker-engine" => "docker",
            _ => part,
        };
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
    }

    private static string PackageOf(string part) => part switch
    {
        "registry" => "docker-registry",
        "docker-engine" => "docker.io",
        _ => part,
    };
}
