namespace Neutree.Core.Packages.Signing;

/// <summary>What PackageSigner signs.</summary>
public sealed record PackageSignOptions
{
    /// <summary>The package, full path; of a split one, its first part's. It is replaced by the signed one.</summary>
    public required string Path { get; init; }

    /// <summary>It stays the caller's to dispose.</summary>
    public required PackageSigningKey SigningKey { get; init; }
}
