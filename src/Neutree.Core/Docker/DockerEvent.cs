namespace Neutree.Core.Docker;

/// <summary>Something that happened to a container.</summary>
internal sealed record DockerEvent
{
    /// <summary><c>start</c>, <c>die</c>, <c>health_status: healthy</c>.</summary>
    public string Action { get; init; } = "";

    public DockerEventActor Actor { get; init; } = new();
}
