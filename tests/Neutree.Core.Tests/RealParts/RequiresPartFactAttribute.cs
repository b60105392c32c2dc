namespace Neutree.Core.Tests.RealParts;

/// <summary>A test that needs outside programs: skipped with one line where one isn't on PATH, unless NEUTREE_TEST_REQUIRE names it.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresPartFactAttribute : FactAttribute
{
    public RequiresPartFactAttribute(params string[] parts)
    {
        Parts = parts;
        Skip = RequiredParts.SkipReason(parts);
    }

    public IReadOnlyList<string> Parts { get; }
}
