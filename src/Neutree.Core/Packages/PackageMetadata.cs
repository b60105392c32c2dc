namespace Neutree.Core.Packages;

/// <summary>Who made a package, when, of what.</summary>
public sealed record PackageMetadata
{
    public string Version { get; init; } = "";

    public string Author { get; init; } = "";

    /// <summary>As written: <c>2026-01-01T00:00:00Z</c>.</summary>
    public string CreatedAt { get; init; } = "";

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Where the package can be fetched, in a manifest that stands alone.</summary>
    public string PackageUrl { get; init; } = "";

    public string Description { get; init; } = "";
}
