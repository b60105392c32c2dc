namespace Neutree.Core.Oci;

/// <summary>Media types of the OCI image specification (media-types.md) and of Docker's image manifest version 2, schema 2.</summary>
public static class MediaTypes
{
    public const string OciManifest = "application/vnd.oci.image.manifest.v1+json";
    public const string OciIndex = "application/vnd.oci.image.index.v1+json";
    public const string OciConfig = "application/vnd.oci.image.config.v1+json";
    public const string OciEmpty = "application/vnd.oci.empty.v1+json";
    public const string OciLayer = "application/vnd.oci.image.layer.v1.tar";
    public const string OciLayerGzip = "application/vnd.oci.image.layer.v1.tar+gzip";
    public const string OciLayerZstd = "application/vnd.oci.image.layer.v1.tar+zstd";
    public const string OciLayerNonDistributablePrefix = "application/vnd.oci.image.layer.nondistributable.v1.tar";

    public const string DockerManifest = "application/vnd.docker.distribution.manifest.v2+json";
    public const string DockerManifestList = "application/vnd.docker.distribution.manifest.list.v2+json";
    public const string DockerConfig = "application/vnd.docker.container.image.v1+json";
    public const string DockerLayer = "application/vnd.docker.image.rootfs.diff.tar";
    public const string DockerLayerGzip = "application/vnd.docker.image.rootfs.diff.tar.gzip";
    public const string DockerForeignLayer = "application/vnd.docker.image.rootfs.foreign.diff.tar.gzip";

    /// <summary>What a client accepts when it asks for a manifest; some registries convert or answer 404 without all four.</summary>
    public static IReadOnlyList<string> AcceptedManifests { get; } = [OciIndex, OciManifest, DockerManifestList, DockerManifest];

    public static bool IsIndex(string? mediaType) => mediaType is OciIndex or DockerManifestList;

    public static bool IsManifest(string? mediaType) => mediaType is OciManifest or DockerManifest;

    public static bool IsPlainLayer(string? mediaType) => mediaType is OciLayer or DockerLayer;

    /// <summary>A layer that stays where its <c>urls</c> point and isn't pushed (image-spec, layer.md, "Non-Distributable Layers").</summary>
    public static bool IsNonDistributable(string? mediaType) =>
        mediaType is DockerForeignLayer
        || (mediaType is not null && mediaType.StartsWith(OciLayerNonDistributablePrefix, StringComparison.Ordinal));
}
