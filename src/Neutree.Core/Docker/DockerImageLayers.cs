namespace Neutree.Core.Docker;

/// <summary>The layers of an image in an engine.</summary>
internal sealed record DockerImageLayers
{
    /// <summary>Diff IDs, the lowest layer first.</summary>
    public IReadOnlyList<string>? Layers { get; init; }
}
