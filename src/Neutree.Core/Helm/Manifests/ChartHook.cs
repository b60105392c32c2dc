namespace Neutree.Core.Helm.Manifests;

/// <summary>How a resource takes part as a hook.</summary>
public sealed record ChartHook
{
    /// <summary>Values of <see cref="HookEvents"/>, as the annotation lists them.</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Hooks of an event run in the order of their weights.</summary>
    public int Weight { get; init; }

    /// <summary><c>before-hook-creation</c>, <c>hook-succeeded</c>, <c>hook-failed</c>; empty means the default.</summary>
    public IReadOnlyList<string> DeletePolicies { get; init; } = [];

    /// <summary><c>hook-succeeded</c>, <c>hook-failed</c>: when its log is shown.</summary>
    public IReadOnlyList<string> OutputLogPolicies { get; init; } = [];

    public bool IsTest => Events.Contains(HookEvents.Test);

    public override string ToString() => string.Join(",", Events);
}
