namespace Neutree.Core.Oci.Mirrors;

/// <summary>What pulls images on a node.</summary>
public enum MirrorRuntime
{
    /// <summary>Most Kubernetes distributions.</summary>
    Containerd,

    Docker,

    /// <summary>Also CRI-O.</summary>
    Podman,
}
