namespace Neutree.Core.Kubernetes.Readiness;

/// <summary>One object that is waited for, and what was last said about it.</summary>
internal sealed class TrackedObject(WatchedObject watched)
{
    private ReadinessStatus? _told;
    private Judgement _judgement = new(ReadinessState.Missing, "it isn't there yet");
    private PodTrouble? _trouble;
    private DateTimeOffset? _since;

    public ObjectReference Reference => watched.Reference;

    /// <summary>Null while it isn't there.</summary>
    public KubernetesObject? Current { get; set; }

    public bool IsReady => _judgement.State == ReadinessState.Ready || !watched.CanBeWatched;

    /// <summary>Whether it failed for good.</summary>
    public bool IsLost => _judgement is { State: ReadinessState.Failed, IsFinal: true } || _trouble is { IsFinal: true };

    /// <summary>Since when it has a trouble that is there at the moment; null where it has none.</summary>
    public DateTimeOffset? TroubleSince => IsTroubled && _trouble is not { IsActive: false } ? _since : null;

    /// <summary>What it waits for, or what is wrong.</summary>
    public string Reason => _trouble?.Message ?? _judgement.Message;

    private bool IsTroubled => _trouble is not null || _judgement.State == ReadinessState.Failed;

    /// <param name="judgement">Null while it isn't there.</param>
    /// <param name="trouble">What is wrong with its pods.</param>
    /// <param name="now">The time.</param>
    public void Judge(Judgement? judgement, PodTrouble? trouble, DateTimeOffset now)
    {
        _judgement = judgement ?? new Judgement(ReadinessState.Missing, _told is null or { State: ReadinessState.Missing } ? "it isn't there yet" : "it is gone");
        _trouble = IsReady ? null : trouble;
        _since = IsTroubled ? _since ?? now : null;
    }

    /// <summary>Its row, where that has changed since it was last taken.</summary>
    public ReadinessStatus? TakeChange()
    {
        ReadinessStatus row = new(
            Reference,
            !watched.CanBeWatched ? ReadinessState.Ready : _trouble is { IsActive: true } ? ReadinessState.Failed : _judgement.State,
            Current is null ? "" : ReadyCount.Of(Current),
            Reason,
            Current is null ? null : PodReadiness.CreatedAt(Current));
        if (row == _told)
        {
            return null;
        }

        _told = row;
        return row;
    }
}
