namespace Neutree.Core.Tests.RealParts;

/// <summary>
/// A test that needs programs of others on PATH. Without them it is skipped, unless NEUTREE_TEST_REQUIRE lists them: then it runs and
/// fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RequiresPartFactAttribute : FactAttribute
{
    /// <param name="parts">Names such as <c>skopeo</c>; <c>registry</c> stands for <c>docker-registry</c>.</param>
    public RequiresPartFactAttribute(params string[] parts)
    {
        string[] required = (Environment.GetEnvironmentVariable("NEUTREE_TEST_REQUIRE") ?? "").Split(',', StringSplitOptions.TrimEntries);
        string[] missing = [.. parts.Where(part => !required.Contains(part) && FindProgram(part) is null)];
        if (missing.Length > 0)
        {
            Skip = $"needs {string.Join(" and ", missing)} on PATH (apt-get install {string.Join(' ', missing.Select(PackageOf))})";
        }
    }

    private static string? FindProgram(string part)
    {
        string program = part == "registry" ? "docker-registry" : part;
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Append("/usr/sbin")
            .Select(folder => Path.Combine(folder, program))
            .FirstOrDefault(File.Exists);
    }

    private static string PackageOf(string part) => part switch
    {
        "registry" => "docker-registry",
        "dockerd" or "docker" => "docker.io",
        _ => part,
    };
}
