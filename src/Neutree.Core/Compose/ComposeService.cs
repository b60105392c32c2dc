namespace Neutree.Core.Compose;

/// <summary>A service of a compose file, as far as its installer looks at it.</summary>
internal sealed record ComposeService
{
    public required string Name { get; init; }

    public required string Image { get; init; }

    /// <summary>The name its container must have; null where Compose chooses it.</summary>
    public string? ContainerName { get; init; }

    /// <summary>Whether it has one task and ends: others wait for its completion, or it isn't to be restarted.</summary>
    public bool IsTask { get; init; }

    /// <summary>Ports on the host.</summary>
    public IReadOnlyList<int> PublishedPorts { get; init; } = [];

    /// <summary>Variables whose value the file gives.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
