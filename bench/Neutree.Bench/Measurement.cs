namespace Neutree.Bench;

/// <summary>What one command, or several after each other, took.</summary>
internal sealed record Measurement(TimeSpan Wall, TimeSpan Cpu, long PeakMemory)
{
    /// <summary>Two commands after each other: times add up, the larger peak stays.</summary>
    public static Measurement operator +(Measurement left, Measurement right) =>
        new(left.Wall + right.Wall, left.Cpu + right.Cpu, Math.Max(left.PeakMemory, right.PeakMemory));

    /// <summary>The run with the median wall time, and the highest peak of all.</summary>
    public static Measurement Median(IReadOnlyList<Measurement> runs)
    {
        Measurement[] sorted = [.. runs.OrderBy(run => run.Wall)];
        return sorted[sorted.Length / 2] with { PeakMemory = runs.Max(run => run.PeakMemory) };
    }
}
