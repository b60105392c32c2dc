using Neutree.Core.Helm.Templates;
using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Packages.Finding;

/// <summary>Where ImageFinder looks; what several places name is found once. Paths are full.</summary>
public sealed record ImageFindOptions
{
    /// <summary>Charts to render, each with the values and for the cluster it will be installed with.</summary>
    public IReadOnlyList<ChartRenderOptions> Charts { get; init; } = [];

    /// <summary>Compose files; their templates are rendered.</summary>
    public IReadOnlyList<string> ComposeFiles { get; init; } = [];

    /// <summary>Image lists and lock files.</summary>
    public IReadOnlyList<string> ImageLists { get; init; } = [];

    /// <summary>Packages and image archives.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>Single names.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>Neutree's version, for <c>latest</c> in image lists and for compose templates; null leaves lists as they are.</summary>
    public string? Version { get; init; }

    /// <summary>Leaves out what Chart.yaml announces; it may name images of parts that are switched off.</summary>
    public bool SkipAnnotations { get; init; }

    /// <summary>Pins every image to digests; null leaves the names as they are.</summary>
    public ImagePullOptions? Resolve { get; init; }

    /// <summary>How registries that keep charts are reached.</summary>
    public RegistryOptions ChartRegistry { get; init; } = new();

    /// <summary>Folder for indexes of gzip'ed archives; null keeps none.</summary>
    public string? CacheFolder { get; init; }
}
