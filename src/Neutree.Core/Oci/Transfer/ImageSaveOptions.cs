using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Oci.Transfer;

/// <summary>Which images ImageSaver pulls into one archive.</summary>
public sealed record ImageSaveOptions
{
    /// <summary>References in registries: <c>registry/repository:tag</c>.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>The archive to write, a plain tar.</summary>
    public required string Path { get; init; }

    /// <summary>Overwrite an existing file.</summary>
    public bool Force { get; init; }

    public RegistryOptions RegistryOptions { get; init; } = new();

    public TransferOptions Transfer { get; init; } = new();

    /// <summary>Take signatures, SBOMs and other manifests that refer to the images along.</summary>
    public bool IncludeReferrers { get; init; }
}
