namespace Neutree.Core.Oci.Archives;

/// <summary>Annotations that archives carry names in (image-spec, annotations.md; containerd's image export).</summary>
internal static class Annotations
{
    public const string ContainerdImageName = "io.containerd.image.name";
    public const string RefName = "org.opencontainers.image.ref.name";
}
