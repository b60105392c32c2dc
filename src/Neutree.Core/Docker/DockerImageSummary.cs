namespace Neutree.Core.Docker;

/// <summary>One image of <c>GET /images/json</c>.</summary>
internal sealed record DockerImageSummary
{
    /// <summary>Digest of the config, or of the manifest or index where the engine keeps images in containerd's store.</summary>
    public string Id { get; init; } = "";

    /// <summary>Familiar names with tags, such as <c>postgres:13</c>; null where there are none.</summary>
    public IReadOnlyList<string>? RepoTags { get; init; }

    public IReadOnlyList<string>? RepoDigests { get; init; }

    /// <summary>Unpacked bytes.</summary>
    public long Size { get; init; }
}
