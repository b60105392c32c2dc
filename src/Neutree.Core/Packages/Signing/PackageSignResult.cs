namespace Neutree.Core.Packages.Signing;

/// <summary>A package that was signed.</summary>
public sealed record PackageSignResult
{
    /// <summary>Full path; of a split package, its first part's.</summary>
    public required string Path { get; init; }

    /// <summary>The files that make up the package, in order.</summary>
    public required IReadOnlyList<PackagePart> Parts { get; init; }

    /// <summary>Bytes, all parts together.</summary>
    public required long Size { get; init; }

    /// <summary>The package's sha256 sum, all parts together, as 64 hexadecimal digits.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Whether another signature was replaced.</summary>
    public bool WasSigned { get; init; }
}
