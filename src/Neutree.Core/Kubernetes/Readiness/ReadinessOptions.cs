namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>What to wait for, and how.</summary>
public sealed record ReadinessOptions
{
    public required IReadOnlyList<ObjectReference> Objects { get; init; }

    public ReadinessRules Rules { get; init; } = ReadinessRules.Kstatus;

    /// <summary>Whether a job has to be complete; else it counts as ready once it has begun.</summary>
    public bool WaitForJobs { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a trouble that may pass (an image that can't be pulled, a crash loop, no node with room) may last before the wait is given up.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Lines of a failing container's output to tell; 0 for none.</summary>
    public int LogLines { get; init; } = 20;

    /// <summary>Gets warnings and output as they come.</summary>
    public IProgress<ReadinessNote>? Notes { get; init; }
}
