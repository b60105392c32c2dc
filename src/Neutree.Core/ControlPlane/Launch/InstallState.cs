namespace Neutree.Core.ControlPlane.Launch;

/// <summary>What the work directory knows of an installation besides its files.</summary>
internal sealed record InstallState
{
    public string? Version { get; init; }

    /// <summary>Whether its services were started with success; what never was isn't kept as the former installation.</summary>
    public bool Deployed { get; init; }

    /// <summary>Whether no image may be pulled.</summary>
    public bool Offline { get; init; }

    /// <summary>The files that belong to it; others in the folder are left alone.</summary>
    public IReadOnlyList<string> Files { get; init; } = [];
}
