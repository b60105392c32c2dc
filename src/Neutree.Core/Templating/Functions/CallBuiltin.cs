using Neutree.Core.Go;
using Neutree.Core.Templating.Runtime;

namespace Neutree.Core.Templating.Functions;

/// <summary>Calls a value that is a function (Go <c>text/template</c> <c>call</c>).</summary>
internal static class CallBuiltin
{
    /// <summary>Gets the spelling of the function for error texts, the function, and its arguments.</summary>
    /// <exception cref="GoException">The value is no function, the arguments don't fit it, or it failed.</exception>
    public static TypedValue Call(ReadOnlySpan<TypedValue> arguments)
    {
        object? spelling = arguments[0].Data;
        TypedValue callee = arguments[1].WithoutInterface();
        if (!callee.IsValid)
        {
            throw new GoException("call of nil");
        }

        if (callee.Data is not GoFunction function)
        {
            throw new GoException($"non-function {spelling} of type {callee.Type}");
        }

        ReadOnlySpan<TypedValue> given = arguments[2..];
        if (function.IsVariadic ? given.Length < function.RequiredCount : given.Length != function.RequiredCount)
        {
            string atLeast = function.IsVariadic ? "at least " : "";
            throw new GoException($"wrong number of args for {spelling}: got {given.Length} want {atLeast}{function.RequiredCount}");
        }

        object?[] converted = new object?[given.Length];
        for (int index = 0; index < converted.Length; index++)
        {
            GoType parameter = function.Parameters[Math.Min(index, function.Parameters.Count - 1)];
            converted[index] = Convert(given[index].WithoutInterface(), parameter, index);
        }

        return TypedValue.In(function.Result, function.Invoke(converted));
    }

    private static object? Convert(TypedValue value, GoType parameter, int index)
    {
        if (!value.IsValid)
        {
            return parameter.CanBeNil
                ? TypedValue.ZeroDataOf(parameter)
                : throw new GoException($"arg {index}: value is nil; should be of type {parameter}");
        }

        if (Assignability.IsAssignable(value.Type!, parameter))
        {
            return Assignability.Convert(value.Data, parameter);
        }

        if (IsInteger(parameter.Kind))
        {
            if (NumberTypes.TryGetSigned(value.Data, out long signed))
            {
                return NumberTypes.FromSigned(parameter.Kind, signed);
            }

            if (NumberTypes.TryGetUnsigned(value.Data, out ulong unsigned))
            {
                return NumberTypes.FromSigned(parameter.Kind, unchecked((long)unsigned));
            }
        }

        throw new GoException($"arg {index}: value has type {value.Type}; should be {parameter}");
    }

    private static bool IsInteger(GoKind kind) => kind is >= GoKind.Int and <= GoKind.Uint64;
}
