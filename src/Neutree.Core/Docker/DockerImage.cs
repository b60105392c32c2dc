namespace Neutree.Core.Docker;

/// <summary>What <c>GET /images/{name}/json</c> tells of an image.</summary>
internal sealed record DockerImage
{
    /// <summary>Digest of the config, or of the manifest or index where the engine keeps images in containerd's store.</summary>
    public string Id { get; init; } = "";

    /// <summary>Familiar names with tags, such as <c>postgres:13</c>; null where there are none.</summary>
    public IReadOnlyList<string>? RepoTags { get; init; }

    public IReadOnlyList<string>? RepoDigests { get; init; }

    public string Os { get; init; } = "";

    /// <summary><c>amd64</c>, <c>arm64</c>.</summary>
    public string Architecture { get; init; } = "";

    public string? Variant { get; init; }

    /// <summary>As the image's config has it, RFC 3339; the year 1 or nothing where that has none.</summary>
    public string? Created { get; init; }

    /// <summary>Unpacked bytes.</summary>
    public long Size { get; init; }

    public DockerImageLayers? RootFS { get; init; }
}
