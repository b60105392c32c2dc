namespace Neutree.Core.Docker;

internal sealed record DockerContainerNetwork
{
    /// <summary>By port and protocol inside, as <c>8000/tcp</c>; null where the port isn't published.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<DockerPublishedPort>?>? Ports { get; init; }
}
