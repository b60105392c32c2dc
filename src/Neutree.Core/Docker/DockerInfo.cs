namespace Neutree.Core.Docker;

/// <summary>What <c>GET /info</c> tells of an engine and its host.</summary>
internal sealed record DockerInfo
{
    public string Name { get; init; } = "";

    public string ServerVersion { get; init; } = "";

    /// <summary>Folder on the engine's host below which images and volumes lie.</summary>
    public string DockerRootDir { get; init; } = "";

    /// <summary><c>linux</c> or <c>windows</c>.</summary>
    public string OSType { get; init; } = "";

    /// <summary>The kernel's word: <c>x86_64</c>, <c>aarch64</c>.</summary>
    public string Architecture { get; init; } = "";
}
