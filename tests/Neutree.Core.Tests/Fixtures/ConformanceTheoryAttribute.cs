namespace Neutree.Core.Tests.Fixtures;

/// <summary>A theory over the conformance data; skipped where they aren't.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ConformanceTheoryAttribute : TheoryAttribute
{
    public ConformanceTheoryAttribute()
    {
        if (TestFolders.Conformance is null)
        {
            Skip = "conformance data not found: put them at ../shared/conformance or set NEUTREE_CONFORMANCE";
        }
    }
}
