namespace Neutree.Core.Tests.RealParts;

/// <summary>The theory form of <see cref="RequiresPartFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RequiresPartTheoryAttribute : TheoryAttribute
{
    public RequiresPartTheoryAttribute(params string[] parts)
    {
        Parts = parts;
        Skip = RequiredParts.SkipReason(parts);
    }

    public IReadOnlyList<string> Parts { get; }
}
