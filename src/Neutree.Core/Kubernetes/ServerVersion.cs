namespace Neutree.Core.Kubernetes;

/// <summary>What <c>/version</c> says.</summary>
/// <param name="Version"><c>v1.33.4-gke.1245000</c>.</param>
/// <param name="Major">1.</param>
/// <param name="Minor">33; what some vendors append (<c>33+</c>) is left out.</param>
public sealed record ServerVersion(string Version, int Major, int Minor)
{
    public bool IsAtLeast(int major, int minor) => Major > major || (Major == major && Minor >= minor);

    public override string ToString() => Version;
}
