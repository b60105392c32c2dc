namespace Neutree.Core.Tests.RealParts;

/// <summary>A test that needs an outside program: skipped with one line where it isn't on PATH, unless NEUTREE_TEST_REQUIRE names it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresPartFactAttribute : FactAttribute
{
    public RequiresPartFactAttribute(string part)
    {
        Part = part;
        string program = part == "registry" ? "docker-registry" : part;
        string[] required = (Environment.GetEnvironmentVariable("NEUTREE_TEST_REQUIRE") ?? "").Split(',', StringSplitOptions.TrimEntries);
        bool isPresent = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
        if (!isPresent && !required.Contains(part))
        {
            Skip = $"{program} is not on PATH; install it (Debian: apt-get install {program}) to run this test";
        }
    }

    public string Part { get; }
}
