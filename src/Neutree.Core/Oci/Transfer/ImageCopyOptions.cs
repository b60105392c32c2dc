using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Oci.Transfer;

/// <summary>What ImageCopier copies and where to.</summary>
public sealed record ImageCopyOptions
{
    /// <summary>
    /// Images to copy: references (<c>registry/repository:tag</c>), archives or OCI layout folders (paths). Prefixes <c>docker://</c>,
    /// <c>docker-archive:</c>, <c>oci-archive:</c> and <c>oci:</c> settle what is ambiguous.
    /// </summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>
    /// A reference or <c>registry[/path]</c>, an archive (<c>*.tar</c>) or a folder (<c>oci:DIR</c>, or an existing folder). Several
    /// images, or a destination without tag, keep their own names below it.
    /// </summary>
    public required string Destination { get; init; }

    public RegistryOptions SourceRegistry { get; init; } = new();

    public RegistryOptions DestinationRegistry { get; init; } = new();

    public TransferOptions Transfer { get; init; } = new();

    /// <summary>Copy signatures, SBOMs and other manifests that refer to the images too.</summary>
    public bool IncludeReferrers { get; init; }
}
