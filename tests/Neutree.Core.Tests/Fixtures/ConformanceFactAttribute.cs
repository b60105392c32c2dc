namespace Neutree.Core.Tests.Fixtures;

/// <summary>A test over the conformance data; skipped where they aren't.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ConformanceFactAttribute : FactAttribute
{
    public ConformanceFactAttribute()
    {
        if (TestFolders.Conformance is null)
        {
            Skip = "conformance data not found: put them at ../shared/conformance or set NEUTREE_CONFORMANCE";
        }
    }
}
