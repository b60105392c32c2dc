namespace Neutree.Core.Helm.Charts;

/// <summary>What is left of the limits while a chart and the archives inside it are read.</summary>
internal sealed class ChartBudget(ChartLimits limits)
{
    private long _bytes = limits.TotalSize;
    private int _entries = limits.Entries;

    public ChartLimits Limits => limits;

    public void TakeEntry()
    {
        if (_entries-- == 0)
        {
            throw Exceeded($"chart has more than {limits.Entries} entries, those of the archives inside it included");
        }
    }

    public void TakeBytes(long count)
    {
        _bytes -= count;
        if (_bytes < 0)
        {
            throw Exceeded($"chart with the archives inside it is larger than the maximum size {limits.TotalSize}");
        }
    }

    /// <exception cref="ChartException">Charts are nested too deep.</exception>
    public void CheckNesting(int depth)
    {
        if (depth > limits.Nesting)
        {
            throw Exceeded($"chart has more than {limits.Nesting} levels of charts inside charts");
        }
    }

    private static ChartException Exceeded(string message) => new("Chart.TooLarge", ErrorKind.LimitExceeded, message)
    {
        Recommendation = "A chart holds templates and small files; leave large or generated files out of it.",
    };
}
