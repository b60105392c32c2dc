namespace Neutree.Core.Oci.Mirrors;

/// <summary>What MirrorConfiguration makes files for.</summary>
public sealed record MirrorOptions
{
    /// <summary><c>[scheme://]host[:port][/project]</c>.</summary>
    public required string Registry { get; init; }

    /// <summary>Path below the registry.</summary>
    public string? Project { get; init; }

    /// <summary>Empty for all.</summary>
    public IReadOnlyList<MirrorRuntime> Runtimes { get; init; } = [];

    /// <summary>
    /// Registries whose images the site's registry has. Containerd can do without a list: an empty one makes a single file for all registries. Podman can't; then
    /// those that Neutree's images come from are taken.
    /// </summary>
    public IReadOnlyList<string> Upstreams { get; init; } = [];

    public bool PlainHttp { get; init; }

    /// <summary>Don't check the registry's certificate.</summary>
    public bool SkipCertificateCheck { get; init; }

    /// <summary>PEM file of the authority behind the registry's certificate; null where the nodes trust it anyway.</summary>
    public string? CACertificatePath { get; init; }
}
