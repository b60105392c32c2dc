using Neutree.Core.Oci.Registries;
using Neutree.Core.Packages.Checks;

namespace Neutree.Core.ControlPlane;

/// <summary>
/// What to install (spec 1.3, 4.3). A null is the default: for a secret that is the one in use, so that an upgrade changes none that
/// wasn't given.
/// </summary>
public sealed record ControlPlaneInstallOptions
{
    public ControlPlaneComponent Component { get; init; }

    /// <summary>An offline package or a folder with the files to install from; null: those that this build carries, with images from the network.</summary>
    public string? OfflinePackage { get; init; }

    /// <summary>A PEM file with the public key that the package's signature is verified with; null leaves it at saying that there is one.</summary>
    public string? PublicKeyPath { get; init; }

    /// <summary>What the package must have to be installed from at all.</summary>
    public PackageRequirement Require { get; init; }

    /// <summary>Version of Neutree's own images, as <c>v1.2.0</c>.</summary>
    public string? Version { get; init; }

    public string? JwtSecret { get; init; }

    public string? DbPassword { get; init; }

    public string? AdminPassword { get; init; }

    public string? MetricsRemoteWriteUrl { get; init; }

    public string? GrafanaUrl { get; init; }

    /// <summary><c>30d</c>, <c>2w</c>.</summary>
    public string? VictoriaLogsRetentionPeriod { get; init; }

    public bool EnablePublicModelRegistries { get; init; }

    public string? HuggingFaceEndpoint { get; init; }

    public string? ModelScopeEndpoint { get; init; }

    /// <summary>IPv4 address under which this host is reached; null: found out.</summary>
    public string? NodeIP { get; init; }

    /// <summary>Hosts of the metrics' storage; empty: the node's own address.</summary>
    public IReadOnlyList<string> DeployIPs { get; init; } = [];

    /// <summary><c>[scheme://]host[:port][/project]</c> of the registry that images come from; null: their own.</summary>
    public string? MirrorRegistry { get; init; }

    /// <summary>Path below the mirror registry.</summary>
    public string? RegistryProject { get; init; }

    /// <summary>Whether the package's images are pushed to the mirror registry first.</summary>
    public bool PushImages { get; init; }

    /// <summary>How the mirror registry is reached.</summary>
    public RegistryOptions RegistryOptions { get; init; } = new();

    /// <summary><c>name=value</c>: parameters of the compose files, or values of the chart.</summary>
    public IReadOnlyList<string> Set { get; init; } = [];

    /// <summary>Whether there must be something to upgrade.</summary>
    public bool MustExist { get; init; }

    /// <summary>What counts for Helm alone.</summary>
    public ReleaseLaunchOptions Release { get; init; } = new();

    /// <summary>Whether to come back only when every service is ready.</summary>
    public bool Wait { get; init; }

    /// <summary>How long to wait for that.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether only to show what would be installed: nothing is written. By Compose nothing is contacted; by Helm the cluster is asked what it would do.</summary>
    public bool WhatIf { get; init; }
}
