namespace Neutree.Bench;

/// <summary>One row of the table: the same job done by neutree-cli and by skopeo.</summary>
internal sealed record Scenario
{
    public required string Name { get; init; }

    /// <summary>What is done first for either, unmeasured; null: nothing.</summary>
    public Func<RunContext, IReadOnlyList<MeasuredCommand>>? Prepare { get; init; }

    public required Func<RunContext, IReadOnlyList<MeasuredCommand>> Neutree { get; init; }

    public required Func<RunContext, IReadOnlyList<MeasuredCommand>> Skopeo { get; init; }

    /// <summary>The wall time wanted, as a share of skopeo's; null where the row is judged otherwise.</summary>
    public double? Limit { get; init; }

    /// <summary>True: the job is done once before, unmeasured, against the same registry and with the caches that left.</summary>
    public bool Repeats { get; init; }
}
