namespace Neutree.Core.Packages;

/// <summary>The <c>manifest.yaml</c> of an offline package. Absent texts are empty, absent lists too.</summary>
public sealed record PackageManifest
{
    public string ManifestVersion { get; init; } = "";

    public PackageMetadata Metadata { get; init; } = new();

    public IReadOnlyList<PackageImage> Images { get; init; } = [];

    public IReadOnlyList<PackageEngine> Engines { get; init; } = [];

    /// <summary>What a delta leaves out; null for a whole package.</summary>
    public PackageDelta? Delta { get; init; }
}
