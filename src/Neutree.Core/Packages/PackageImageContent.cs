using Neutree.Core.Oci;

namespace Neutree.Core.Packages;

/// <summary>An image that goes into a package.</summary>
public sealed record PackageImageContent
{
    /// <summary>Where its blobs are read from. Any source does: a registry, an archive, an OCI layout folder. It stays the caller's to dispose.</summary>
    public required IImageSource Source { get; init; }

    /// <summary>
    /// One of the source's images. A manifest or index goes in with its bytes unchanged, and so does all that refers to it as far as the
    /// source tells (signatures, SBOMs). Loose parts of a docker archive get a manifest made up for them.
    /// </summary>
    public required SourceImage Image { get; init; }

    /// <summary>
    /// What it is called in the package, at least one name. A name without a tag is <c>latest</c>; one that is pinned to a digest and has no tag
    /// gets the tag <c>digest-</c> and the digest's first twelve digits, because manifests of packages know images by tag only.
    /// </summary>
    public required IReadOnlyList<ImageReference> Names { get; init; }

    /// <summary>Platforms to take from an index; empty takes all the source holds.</summary>
    public IReadOnlyList<Platform> Platforms { get; init; } = [];

    /// <summary>Written to the image's items in <c>manifest.yaml</c>; empty leaves the field out.</summary>
    public string Accelerator { get; init; } = "";
}
