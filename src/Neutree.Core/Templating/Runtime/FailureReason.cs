namespace Neutree.Core.Templating.Runtime;

/// <summary>Why an execution failed.</summary>
/// <param name="Kind">What kind of failure it is.</param>
/// <param name="Inner">The failure it comes from.</param>
/// <param name="IsContinuation">Whether the error's text goes on with that of <paramref name="Inner"/>.</param>
internal readonly record struct FailureReason(ErrorKind Kind, Exception? Inner, bool IsContinuation);
