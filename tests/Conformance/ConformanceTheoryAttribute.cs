namespace Neutree.Conformance;

/// <summary>A test that needs the case files; skipped with one line where they are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConformanceTheoryAttribute : TheoryAttribute
{
    public ConformanceTheoryAttribute()
    {
        if (ConformanceFolder.Find() is null)
        {
            Skip = $"conformance cases are absent: put them at ../shared/conformance or name their folder in {ConformanceFolder.Variable}";
        }
    }
}
