namespace Neutree.Bench.Charts;

/// <summary>The medians of one chart.</summary>
/// <param name="Chart">What was rendered.</param>
/// <param name="InSession">Wall time of a rendering in a process that has rendered before.</param>
/// <param name="Cold">The published program.</param>
/// <param name="Helm">The real helm.</param>
internal sealed record ChartResult(BenchChart Chart, TimeSpan InSession, Measurement Cold, Measurement Helm);
