namespace Neutree.Core.Helm.Releases;

/// <summary>What a release is rolled back to. See <see cref="ReleaseRollback"/>.</summary>
public sealed record ReleaseRollbackOptions : ReleaseActionOptions
{
    /// <summary>The revision; 0 for the one before the last.</summary>
    public int Revision { get; init; }

    /// <summary>Take over fields that other field managers own.</summary>
    public bool ForceConflicts { get; init; }

    /// <summary>Delete what a rollback that failed has made anew.</summary>
    public bool CleanupOnFail { get; init; }
}
