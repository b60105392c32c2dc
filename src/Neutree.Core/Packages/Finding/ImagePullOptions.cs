using Neutree.Core.Oci;
using Neutree.Core.Oci.Registries;

namespace Neutree.Core.Packages.Finding;

/// <summary>How images are pulled from registries.</summary>
public sealed record ImagePullOptions
{
    /// <summary>
    /// <c>[scheme://]host[:port][/project]</c> that is asked instead of the registries the names say. Images keep their own names.
    /// </summary>
    public string? MirrorRegistry { get; init; }

    /// <summary>Platforms that every image must have; empty takes all an image has.</summary>
    public IReadOnlyList<Platform> Platforms { get; init; } = [];

    /// <summary>
    /// How registries are reached. A credential is for one registry: where images come from several, they are taken from the credential files.
    /// </summary>
    public RegistryOptions RegistryOptions { get; init; } = new();

    /// <summary>Also take signatures, SBOMs and whatever else refers to the images.</summary>
    public bool IncludeReferrers { get; init; }

    /// <summary>Images looked up at a time.</summary>
    public int ThrottleLimit { get; init; } = 4;
}
