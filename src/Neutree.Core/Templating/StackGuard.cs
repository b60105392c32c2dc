using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using Neutree.Core.Go;

namespace Neutree.Core.Templating;

/// <summary>
/// Lets deep recursion go on where a thread's stack ends: the rest runs on a thread of its own while the caller waits. Go's stacks grow up
/// to 1 GB; the same total is the limit here.
/// </summary>
internal static class StackGuard
{
    private const int StackBytes = 64 << 20;
    private const int MostStacks = 16;

    /// <summary>How many of these stacks lie below the running one; a fact about the thread, so each has its own.</summary>
    private static readonly ThreadLocal<int> StacksBelow = new();

    /// <summary>Whether the stack has room for a few more calls.</summary>
    public static bool HasRoom => RuntimeHelpers.TryEnsureSufficientExecutionStack();

    /// <summary>Calls a function here, or on a fresh stack where this one is nearly full.</summary>
    /// <exception cref="GoException">The recursion is deeper than all stacks hold.</exception>
    public static TResult Call<TState, TResult>(TState state, Func<TState, TResult> function) =>
        HasRoom ? function(state) : CallOnFreshStack(state, function);

    private static TResult CallOnFreshStack<TState, TResult>(TState state, Func<TState, TResult> function)
    {
        int depth = StacksBelow.Value + 1;
        if (depth > MostStacks)
        {
            throw new GoException("nested too deeply: the stack exceeds the 1 GB limit");
        }

        TResult? result = default;
        ExceptionDispatchInfo? failure = null;
        Thread thread = new(
            () =>
            {
                StacksBelow.Value = depth;
                try
                {
                    result = function(state);
                }
                catch (Exception exception)
                {
                    failure = ExceptionDispatchInfo.Capture(exception);
                }
            },
            StackBytes)
        {
            IsBackground = true,
            Name = "template",
        };
        thread.Start();
        thread.Join();
        failure?.Throw();
        return result!;
    }
}
