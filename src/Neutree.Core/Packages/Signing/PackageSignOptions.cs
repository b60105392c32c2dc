namespace Neutree.Core.Packages.Signing;

/// <summary>What PackageSigner signs.</summary>
public sealed record PackageSignOptions
{
    /// <summary>The package, full path; of a split one, its first part's. It is replaced by the signed one.</summary>
    public required string Path { get; init; }

    /// <summary>It stays the caller's to dispose.</summary>
    public required PackageSigningKey SigningKey { get; init; }

    /// <summary>Bytes the package may unpack to; null: 1 TiB, and no more than gzip bombs fall short of.</summary>
    public long? MaxUnpackedSize { get; init; }
}
