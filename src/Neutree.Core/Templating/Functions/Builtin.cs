using Neutree.Core.Go;
using Neutree.Core.Templating.Runtime;

namespace Neutree.Core.Templating.Functions;

/// <summary>The body of a builtin, which sees the types of the places that its arguments come from.</summary>
/// <exception cref="GoException">Go's error or panic text.</exception>
internal delegate TypedValue BuiltinBody(ReadOnlySpan<TypedValue> arguments);

/// <summary>A function of the template language that takes any values (Go: with parameters of type <c>reflect.Value</c>).</summary>
/// <param name="Name">The name templates call it by.</param>
/// <param name="RequiredCount">Arguments that must be given.</param>
/// <param name="IsVariadic">Whether more may be given.</param>
/// <param name="Evaluation">How its arguments are evaluated.</param>
/// <param name="Body">What it does with them; unused where <paramref name="Evaluation"/> does it all.</param>
internal sealed record Builtin(string Name, int RequiredCount, bool IsVariadic, BuiltinEvaluation Evaluation, BuiltinBody Body);
