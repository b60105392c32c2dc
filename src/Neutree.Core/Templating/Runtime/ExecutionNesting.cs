namespace Neutree.Core.Templating.Runtime;

/// <summary>Counts executions inside one another, which functions such as <c>include</c> and <c>tpl</c> start; clones of a set count together.</summary>
internal sealed class ExecutionNesting
{
    /// <summary>Every level repeats the error texts of those inside it, so that a deeper nesting would cost memory by its square.</summary>
    public const int Most = 3000;

    private int _count;

    /// <summary>Begins an execution; <see cref="Leave"/> has to follow in any case.</summary>
    /// <returns>Whether there may be one more.</returns>
    public bool Enter() => Interlocked.Increment(ref _count) <= Most;

    public void Leave() => Interlocked.Decrement(ref _count);
}
