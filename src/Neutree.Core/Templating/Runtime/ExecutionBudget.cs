namespace Neutree.Core.Templating.Runtime;

/// <summary>
/// What the executions of a set and its clones may take together: executions inside one another, which functions such as <c>include</c>
/// and <c>tpl</c> start, steps of work, and memory. Go sets no bounds, so that there a hostile chart runs until the machine gives up.
/// </summary>
internal sealed class ExecutionBudget
{
    /// <summary>Every level takes a part of the stack and of the error's text.</summary>
    public const int MostNested = 3000;

    /// <summary>An execution has a state of its own to set up.</summary>
    private const int StepsOfExecution = 10;

    /// <summary>How much a text of its size takes to be parsed.</summary>
    private const int BytesParsedInStep = 64;

    private const long MostMemory = 4L << 30;

    /// <summary>Asking for the memory takes as long as some steps.</summary>
    private const int StepsBetweenMemoryChecks = 256;

    private readonly long _memoryBefore = GC.GetTotalMemory(forceFullCollection: false);
    private int _nested;
    private long _steps;

    /// <summary>Templates called and elements walked through; the largest charts take some hundred thousand.</summary>
    public long MostSteps { get; init; } = 50_000_000;

    /// <summary>Begins an execution; <see cref="Leave"/> has to follow in any case.</summary>
    /// <returns>Whether there may be one more.</returns>
    public bool Enter()
    {
        Interlocked.Add(ref _steps, StepsOfExecution);
        return Interlocked.Increment(ref _nested) <= MostNested;
    }

    public void Leave() => Interlocked.Decrement(ref _nested);

    /// <summary>Counts a text that is parsed.</summary>
    public void TakeText(int length) => Interlocked.Add(ref _steps, length / BytesParsedInStep);

    /// <summary>Counts a step.</summary>
    /// <returns>What is used up, or null.</returns>
    public string? TakeStep()
    {
        long steps = Interlocked.Increment(ref _steps);
        return steps > MostSteps ? $"the chart's templates take more than {MostSteps} steps"
            : steps % StepsBetweenMemoryChecks == 0 ? CheckMemory()
            : null;
    }

    /// <summary>For results that are large by themselves.</summary>
    /// <returns>What is used up, or null.</returns>
    public string? CheckMemory() =>
        GC.GetTotalMemory(forceFullCollection: false) - _memoryBefore > MostMemory
        && GC.GetTotalMemory(forceFullCollection: true) - _memoryBefore > MostMemory
            ? $"the chart's templates take more than {MostMemory >> 30} GiB of memory"
            : null;
}
