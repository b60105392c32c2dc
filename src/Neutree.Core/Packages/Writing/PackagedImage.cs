using Neutree.Core.Oci;

namespace Neutree.Core.Packages.Writing;

/// <summary>An image as it goes into a package: platforms chosen, names with tags.</summary>
/// <param name="Input">What was asked for.</param>
/// <param name="Root">The index or manifest that the names stand for.</param>
/// <param name="Names">Each with a tag.</param>
/// <param name="StatedDigest">What <c>manifest.yaml</c> says: the root's, or the config's where the manifest was made up.</param>
/// <param name="Platforms">What it runs on; empty for artifacts.</param>
/// <param name="Size">Bytes of its blobs.</param>
internal sealed record PackagedImage(
    PackageImageContent Input, Digest Root, IReadOnlyList<ImageReference> Names, Digest StatedDigest, IReadOnlyList<Platform> Platforms, long Size);
