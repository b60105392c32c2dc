using Neutree.Core.Packages.Building;
using Neutree.Core.Packages.Finding;
using Neutree.Core.Packages.Publishing;

namespace Neutree.Core.Packages.Releasing;

/// <summary>What OfflineReleaser builds and where to. Paths are full.</summary>
public sealed record OfflineReleaseOptions
{
    /// <summary>The version of all packages: what <c>latest</c> stands for among Neutree's images, and the chart's version.</summary>
    public required string Version { get; init; }

    /// <summary>The repository: <c>deploy/chart/neutree</c>, <c>deploy/docker</c> and <c>deploy/cluster-image</c> are read.</summary>
    public required string SourceFolder { get; init; }

    /// <summary>Gets the folders <c>control-offline</c>, <c>cluster-offline</c> and <c>engine-offline</c>.</summary>
    public required string OutputFolder { get; init; }

    /// <summary>Which packages; empty for all.</summary>
    public IReadOnlyList<ReleaseGroup> Groups { get; init; } = [];

    /// <summary>Where the vendored folders of chart and compose files come from; null: they are filled.</summary>
    public string? VendorPath { get; init; }

    /// <summary>Leaves out the package of the control plane that has its images, and builds chart and compose files alone.</summary>
    public bool SkipControlPlaneImages { get; init; }

    /// <summary>How the cluster image is built, its folder aside.</summary>
    public string? ClusterBaseImage { get; init; }

    /// <summary>Further build arguments, <c>NAME=value</c>.</summary>
    public IReadOnlyList<string> ClusterBuildArguments { get; init; } = [];

    /// <summary>The network of that build's steps; null is the engine's default.</summary>
    public string? ClusterBuildNetwork { get; init; }

    /// <summary>The engine; needed for <see cref="ReleaseGroup.Engine"/>.</summary>
    public EnginePackageRecipe? Engine { get; init; }

    public ImageOrigin Origin { get; init; }

    public ImagePullOptions Pull { get; init; } = new();

    /// <summary>Folder for indexes and journals; null keeps none.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Where the packages are published, their paths aside; null: nowhere.</summary>
    public PackagePublishOptions? Publish { get; init; }

    /// <summary>Say what would be built and published; write nothing.</summary>
    public bool WhatIf { get; init; }
}
