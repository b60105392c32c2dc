using Neutree.Core.Packages.Finding;
using Neutree.Core.Packages.Signing;

namespace Neutree.Core.Packages.Building;

/// <summary>What PackageBuilder builds, of what, and where to.</summary>
public sealed record PackageBuildOptions
{
    public required PackageRecipe Recipe { get; init; }

    /// <summary>The package's full path, or that of a folder (one that exists, or a name without an ending), in which it gets the recipe's name. Folders that are missing are made.</summary>
    public required string OutputPath { get; init; }

    /// <summary>Whether a package that is there is replaced.</summary>
    public bool Force { get; init; }

    /// <summary>How images are found, without the places; they are the recipe's.</summary>
    public ImageFindOptions Find { get; init; } = new();

    /// <summary>How images are pulled, and which platforms go in.</summary>
    public ImagePullOptions Pull { get; init; } = new() { IncludeReferrers = true };

    public ImageOrigin Origin { get; init; }

    /// <summary>Image archives and OCI layout folders that are looked at first; full paths.</summary>
    public IReadOnlyList<string> Archives { get; init; } = [];

    /// <summary>Bytes of a part; null writes one file.</summary>
    public long? SplitSize { get; init; }

    /// <summary>
    /// What the site has already, which makes the package a delta: a package or lock file (full path), or a registry
    /// (<c>[scheme://]host[:port][/project]</c>). Null: nothing.
    /// </summary>
    public string? Base { get; init; }

    /// <summary>Signs the package; null leaves it unsigned. It stays the caller's to dispose.</summary>
    public PackageSigningKey? SigningKey { get; init; }

    /// <summary>Writes the standalone manifest alone; nothing is pulled.</summary>
    public bool ManifestOnly { get; init; }

    /// <summary>Say what would be packed, read manifests only, write nothing.</summary>
    public bool WhatIf { get; init; }
}
