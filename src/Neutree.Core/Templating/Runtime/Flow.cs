namespace Neutree.Core.Templating.Runtime;

/// <summary>How execution goes on after a node.</summary>
internal enum Flow
{
    Next,
    Break,
    Continue,

    /// <summary>Execution failed; <see cref="Execution.Fault"/> says how. Deep recursion returns this way, as exceptions cost time for each call they leave.</summary>
    Fail,
}
