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
        return parts.Where(part => !required.Contains(part))
            .Select(part => part == "registry" ? "docker-registry" : part)
            .Where(program => !IsOnPath(program))
            .Select(program => $"{program} is not on PATH; install it (Debian: apt-get install {program}) to run this test")
            .FirstOrDefault();
    }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
