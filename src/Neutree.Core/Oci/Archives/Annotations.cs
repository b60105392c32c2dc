namespace Neutree.Core.Oci.Archives;

/// <summary>Annotations of archives: those that carry names (image-spec, annotations.md; containerd's image export), and our own.</summary>
internal static class Annotations
{
    public const string ContainerdImageName = "io.containerd.image.name";
    public const string RefName = "org.opencontainers.image.ref.name";

    /// <summary>
    /// On <c>index.json</c> or one of its entries, with the value <see cref="AsServed"/>: manifests are those that a registry served, whereas
    /// docker makes up new ones when it saves an image.
    /// </summary>
    public const string Content = "ai.neutree.content";

    public const string AsServed = "as-served";
}
