namespace Neutree.Core.Helm.Releases;

/// <summary>What all actions on a release have in common. The defaults are helm 4's.</summary>
public abstract record ReleaseActionOptions
{
    public required string Name { get; init; }

    /// <summary>Null for the client's own.</summary>
    public string? Namespace { get; init; }

    /// <summary>How long a hook, the wait for readiness, and the owner of a pending revision may each take.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(5);

    public ReleaseWait Wait { get; init; }

    /// <summary>Waiting includes the completion of jobs.</summary>
    public bool WaitForJobs { get; init; }

    /// <summary>Run no hooks.</summary>
    public bool NoHooks { get; init; }

    /// <summary>Take the release over from an operation that seems to be under way. One whose process is known to have ended, or that is older than <see cref="Timeout"/>, is taken over anyway.</summary>
    public bool TakeOver { get; init; }

    /// <summary>What the history says about the revision; null for helm's words.</summary>
    public string? Description { get; init; }

    /// <summary>Revisions to keep; 0 for all. The one that is deployed is never dropped.</summary>
    public int MaxHistory { get; init; } = 10;

    public ReleaseDryRun DryRun { get; init; }

    /// <summary>Go on where the cluster is older than what is supported (1.25).</summary>
    public bool AllowOldServer { get; init; }
}
