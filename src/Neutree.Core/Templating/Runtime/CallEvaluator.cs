using Neutree.Core.Go;
using Neutree.Core.Templating.Functions;
using Neutree.Core.Templating.Syntax;

namespace Neutree.Core.Templating.Runtime;

/// <summary>Calls functions, methods and builtins with evaluated arguments (Go <c>text/template</c> <c>evalCall</c>).</summary>
internal sealed class CallEvaluator
{
    private readonly Execution _execution;
    private readonly ArgumentEvaluator _arguments;
    private readonly ValueStack<object?> _values = new();
    private readonly ValueStack<TypedValue> _typedValues = new();

    public CallEvaluator(Execution execution, ExpressionEvaluator expressions)
    {
        _execution = execution;
        _arguments = new ArgumentEvaluator(execution, expressions);
    }

    /// <summary>Calls a function or a bound method.</summary>
    /// <param name="dot">The current value, for the arguments.</param>
    /// <param name="function">What is called.</param>
    /// <param name="call">What error texts name when the function fails.</param>
    /// <param name="name">The name it is called by.</param>
    /// <param name="arguments">The arguments that stand behind it.</param>
    /// <param name="final">The argument that the command before it gives.</param>
    public TypedValue Call(
        TypedValue dot, GoFunction function, Node call, GoString name, ReadOnlySpan<Node> arguments, TypedValue final)
    {
        CheckCount(name, function.RequiredCount, function.IsVariadic, arguments.Length, final);
        int start = _values.Count;
        for (int index = 0; index < arguments.Length; index++)
        {
            _values.Push(_arguments.Evaluate(dot, ParameterType(function, index), arguments[index]));
        }

        if (!final.IsMissing)
        {
            _values.Push(_arguments.Convert(final, ParameterType(function, arguments.Length)));
        }

        Exception? failure;
        try
        {
            object? value = function.Invoke(_values.From(start));
            _values.Truncate(start);
            _execution.CheckResult(value);
            return TypedValue.In(function.Result, value);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            failure = exception;
        }

        // Thrown out here: a throw inside of a catch keeps the stack below it, and includes nest a thousand deep.
        throw Failure(call, name, failure);
    }

    /// <summary>Calls a builtin; the parameters are those of the other overload.</summary>
    public TypedValue Call(TypedValue dot, Builtin builtin, Node call, ReadOnlySpan<Node> arguments, TypedValue final)
    {
        GoString name = builtin.Name;
        CheckCount(name, builtin.RequiredCount, builtin.IsVariadic, arguments.Length, final);
        if (builtin.Evaluation is BuiltinEvaluation.UntilFalse or BuiltinEvaluation.UntilTrue)
        {
            return CallShortCircuit(dot, builtin.Evaluation == BuiltinEvaluation.UntilTrue, arguments, final);
        }

        int start = _typedValues.Count;
        if (builtin.Evaluation == BuiltinEvaluation.AllAfterSpelling)
        {
            _typedValues.Push(TypedValue.Of(arguments.IsEmpty ? SpellingOf(final) : arguments[0].ToString()));
        }

        foreach (Node argument in arguments)
        {
            _typedValues.Push(_arguments.EvaluateAny(dot, argument));
        }

        if (!final.IsMissing)
        {
            _typedValues.Push(final);
        }

        Exception? failure;
        try
        {
            TypedValue result = builtin.Body(_typedValues.From(start));
            _typedValues.Truncate(start);
            return result;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            failure = exception;
        }

        throw Failure(call, name, failure);
    }

    private static GoType ParameterType(GoFunction function, int index) =>
        function.Parameters[Math.Min(index, function.Parameters.Count - 1)];

    /// <summary>Go's <c>reflect.Value.String</c>: a text itself, of all else the type.</summary>
    private static GoString SpellingOf(TypedValue value) =>
        value.Data as GoString ?? (value.IsValid ? $"<{value.Type} Value>" : "<invalid Value>");

    private TypedValue CallShortCircuit(TypedValue dot, bool stop, ReadOnlySpan<Node> arguments, TypedValue final)
    {
        TypedValue value = TypedValue.Invalid;
        foreach (Node argument in arguments)
        {
            value = _arguments.EvaluateAny(dot, argument);
            if (Truth.Of(value) == stop)
            {
                return value;
            }
        }

        return final.IsMissing ? value : final;
    }

    private void CheckCount(GoString name, int required, bool isVariadic, int given, TypedValue final)
    {
        int count = final.IsMissing ? given : given + 1;
        if (isVariadic ? count < required : count != required)
        {
            throw _execution.Failure(isVariadic
                ? $"wrong number of args for {name}: want at least {required} got {given}"
                : $"wrong number of args for {name}: want {required} got {count}");
        }
    }

    private TemplateException Failure(Node call, GoString name, Exception exception)
    {
        _execution.Node = call;
        return exception is NeutreeException failure
            ? _execution.Failure($"error calling {name}: ", failure)
            : _execution.Failure($"error calling {name}: {RuntimeErrors.TextOf(exception)}", ErrorKind.InvalidData, exception);
    }
}
