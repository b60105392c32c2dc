using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Oci.Transfer;

/// <summary>Where ImageLister looks. Give a path (archive, package, OCI folder, folder registry) or a registry.</summary>
public sealed record ImageListOptions
{
    public string? Path { get; init; }

    /// <summary><c>host[:port][/project]</c>.</summary>
    public string? Registry { get; init; }

    /// <summary>Repositories below the registry, each optionally with a tag; empty: all the registry's catalog names.</summary>
    public IReadOnlyList<string> Repositories { get; init; } = [];

    public RegistryOptions RegistryOptions { get; init; } = new();

    /// <summary>Folder for indexes of gzip'ed archives; null keeps none.</summary>
    public string? CacheFolder { get; init; }
}
