namespace Neutree.Core.Docker;

/// <summary>Whom an event is about.</summary>
internal sealed record DockerEventActor
{
    public string ID { get; init; } = "";
}
