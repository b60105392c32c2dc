namespace Neutree.Core.ControlPlane;

/// <summary>What to bring back as it was before the last install.</summary>
public sealed record ControlPlaneRestoreOptions
{
    public ControlPlaneComponent Component { get; init; }

    /// <summary>The revision of a release to go back to; 0: the one before the last.</summary>
    public int Revision { get; init; }

    public bool Wait { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(10);

    public bool WhatIf { get; init; }
}
