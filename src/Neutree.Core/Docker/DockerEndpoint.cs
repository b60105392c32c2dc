namespace Neutree.Core.Docker;

/// <summary>Where an engine is and how it is spoken to.</summary>
/// <param name="Address"><c>unix:///path</c>, <c>npipe:////./pipe/name</c> or <c>tcp://host:port</c>.</param>
internal sealed record DockerEndpoint(string Address)
{
    /// <summary>How a tcp address is secured; null where it is plain.</summary>
    public DockerTls? Tls { get; init; }

    /// <summary>What chose this address, for messages: <c>DOCKER_HOST</c>, a context, the default.</summary>
    public string Origin { get; init; } = "the default";
}
