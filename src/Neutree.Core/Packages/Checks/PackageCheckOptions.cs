namespace Neutree.Core.Packages.Checks;

/// <summary>What PackageChecker checks, and how closely.</summary>
public sealed record PackageCheckOptions
{
    /// <summary>The package: a file, the first part of a split one, or a folder it was unpacked to.</summary>
    public required string Path { get; init; }

    /// <summary>A PEM file with the public key that the signature is verified with; null leaves it at saying that there is one.</summary>
    public string? PublicKeyPath { get; init; }

    public PackageRequirement Require { get; init; }

    /// <summary>Also unpacks every layer and compares it with the diff ID in its image's config.</summary>
    public bool Deep { get; init; }

    /// <summary>Bytes a compressed package may unpack to; null: 1 TiB, and no more than gzip bombs fall short of.</summary>
    public long? MaxUnpackedSize { get; init; }
}
