using Neutree.Core.Packages.Servers;

namespace Neutree.Core.Packages.Receiving;

/// <summary>What PackageReceiver fetches and where to.</summary>
public sealed record PackageReceiveOptions
{
    /// <summary>
    /// <c>http</c> or <c>https</c>: the package, or the first part of a split one. <c>oci://registry/repository:tag</c> (or <c>@digest</c>): a package that was published
    /// as an artifact.
    /// </summary>
    public required Uri Uri { get; init; }

    /// <summary>The folder that gets the files; full path, made where it is missing.</summary>
    public required string Destination { get; init; }

    /// <summary>
    /// What the package's sha256 sum must be, 64 hexadecimal digits; null: what the <c>.sha256</c> file beside it says, where there is one.
    /// </summary>
    public string? Sha256 { get; init; }

    public PackageServerOptions Server { get; init; } = new();

    /// <summary>Ranges of a file that are fetched at a time.</summary>
    public int ThrottleLimit { get; init; } = 4;

    /// <summary>Replace files that are there with other content.</summary>
    public bool Force { get; init; }

    /// <summary>Say what would be fetched; write nothing.</summary>
    public bool WhatIf { get; init; }
}
