using Neutree.Core.Helm.Releases.Records;

namespace Neutree.Core.Helm.Releases;

/// <summary>A hook of a release, and how it ran last.</summary>
public sealed record ReleaseHook
{
    public required string Name { get; init; }

    public required string Kind { get; init; }

    /// <summary>The template it comes from.</summary>
    public string Path { get; init; } = "";

    /// <summary>When it runs: <c>pre-install</c>, <c>test</c>, ….</summary>
    public required IReadOnlyList<string> Events { get; init; }

    /// <summary>Hooks of an event run in the order of their weights.</summary>
    public int Weight { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary><c>Running</c>, <c>Succeeded</c>, <c>Failed</c>, <c>Unknown</c>; empty before its first run.</summary>
    public string Phase { get; init; } = "";

    public string Manifest { get; init; } = "";

    internal static ReleaseHook Of(HookRecord hook) => new()
    {
        Name = hook.Name,
        Kind = hook.Kind,
        Path = hook.Path,
        Events = hook.Events,
        Weight = hook.Weight,
        StartedAt = hook.StartedAt,
        CompletedAt = hook.CompletedAt,
        Phase = hook.Phase,
        Manifest = hook.Manifest.ToString(),
    };
}
