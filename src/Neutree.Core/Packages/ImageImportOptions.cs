using Neutree.Core.Oci.Registries;
using Neutree.Core.Oci.Transfer;
using Neutree.Core.Packages.Checks;

namespace Neutree.Core.Packages;

/// <summary>What ImageImporter imports and into which registry.</summary>
public sealed record ImageImportOptions
{
    /// <summary>An offline package, image archive or OCI layout folder; <c>-</c> reads standard input.</summary>
    public string? Path { get; init; }

    /// <summary>Where to download the package instead (http or https); the download is kept in a temporary file for the run.</summary>
    public Uri? PackageUri { get; init; }

    /// <summary><c>[scheme://]host[:port][/project]</c>; null: the folder registry <see cref="DataFolder"/>.</summary>
    public string? Registry { get; init; }

    /// <summary>Path below the registry.</summary>
    public string? Project { get; init; }

    /// <summary>The folder registry used where <see cref="Registry"/> is null; full path.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Name for a single image that has none in the archive: <c>name:tag</c>.</summary>
    public string? Reference { get; init; }

    /// <summary>A PEM file with the public key that the package's signature is verified with; null leaves it at saying that there is one.</summary>
    public string? PublicKeyPath { get; init; }

    /// <summary>What the package must have to be imported at all.</summary>
    public PackageRequirement Require { get; init; }

    public RegistryOptions RegistryOptions { get; init; } = new();

    public TransferOptions Transfer { get; init; } = new();
}
