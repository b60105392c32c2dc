using Neutree.Core.Go;
using Neutree.Core.Templating.Syntax;

namespace Neutree.Core.Templating.Runtime;

/// <summary>Executes <c>range</c> over slices, maps in the order of their keys, and integers (Go 1.25).</summary>
internal sealed class RangeRunner(Execution execution)
{
    public Flow Run(StatementRunner statements, ExpressionEvaluator expressions, TypedValue dot, BranchNode range)
    {
        int variables = execution.Variables.Count;
        TypedValue value = expressions.Pipeline(dot, range.Pipe).Indirect(out _);
        Loop loop = new(execution, statements, range);
        bool any = value.Data switch
        {
            GoSlice slice => RunSlice(loop, slice),
            GoMap map => RunMap(loop, map),
            null when !value.IsValid || value.IsInterface => false,
            { } number when NumberTypes.TryGetSigned(number, out long count) => RunSigned(loop, value, count),
            { } number when NumberTypes.TryGetUnsigned(number, out ulong count) => RunUnsigned(loop, value, count),
            _ => throw execution.Failure($"range can't iterate over {GoFormat.ToText(value.Data)}"),
        };
        Flow flow = execution.Fault is not null ? Flow.Fail
            : any || range.Alternative is null ? Flow.Next
            : statements.RunNested(dot, range.Alternative);
        execution.Variables.Count = variables;
        return flow;
    }

    private static bool RunSlice(Loop loop, GoSlice slice)
    {
        for (int index = 0; index < slice.Count; index++)
        {
            if (!loop.Run(TypedValue.Of(Boxed.Int(index)), TypedValue.In(slice.ElementType, slice[index])))
            {
                break;
            }
        }

        return slice.Count > 0;
    }

    /// <summary>Walks over the entries as they are at the begin, whatever the body does to the map.</summary>
    private static bool RunMap(Loop loop, GoMap map)
    {
        IReadOnlyList<GoString> keys = map.SortedKeys;
        object?[] values = new object?[keys.Count];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = map[keys[index]];
        }

        for (int index = 0; index < values.Length; index++)
        {
            if (!loop.Run(TypedValue.Of(keys[index]), TypedValue.In(map.Type.Element!, values[index])))
            {
                break;
            }
        }

        return values.Length > 0;
    }

    private bool RunSigned(Loop loop, TypedValue value, long count)
    {
        RequireOneVariable(loop, value);
        for (long number = 0; number < count; number++)
        {
            if (!loop.Run(TypedValue.Invalid, TypedValue.Of(NumberTypes.FromSigned(value.Kind, number))))
            {
                break;
            }
        }

        return count > 0;
    }

    private bool RunUnsigned(Loop loop, TypedValue value, ulong count)
    {
        RequireOneVariable(loop, value);
        for (ulong number = 0; number < count; number++)
        {
            if (!loop.Run(TypedValue.Invalid, TypedValue.Of(NumberTypes.FromUnsigned(value.Kind, number))))
            {
                break;
            }
        }

        return count > 0;
    }

    private void RequireOneVariable(Loop loop, TypedValue value)
    {
        if (loop.VariableCount > 1)
        {
            throw execution.Failure($"can't use {GoFormat.ToText(value.Data)} to iterate over more than one variable");
        }
    }

    /// <summary>One walk over a collection.</summary>
    private readonly struct Loop(Execution execution, StatementRunner statements, BranchNode range)
    {
        private readonly int _scope = execution.Variables.Count;

        public int VariableCount => range.Pipe.Variables.Length;

        /// <summary>Executes the body for an element; false where the loop is to end.</summary>
        public bool Run(TypedValue key, TypedValue element)
        {
            execution.CheckLimits();
            SetVariables(key, element);
            Flow flow = statements.RunNested(element, range.Body);
            execution.Variables.Count = _scope;
            return flow is Flow.Next or Flow.Continue;
        }

        private void SetVariables(TypedValue key, TypedValue element)
        {
            VariableNode[] variables = range.Pipe.Variables;
            if (variables.Length == 0)
            {
                return;
            }

            if (range.Pipe.IsAssignment)
            {
                execution.Variables.TrySet(variables[^1].Name, element);
                if (variables.Length > 1)
                {
                    execution.Variables.TrySet(variables[0].Name, key);
                }

                return;
            }

            execution.Variables.SetTop(1, element);
            if (variables.Length > 1)
            {
                execution.Variables.SetTop(2, key);
            }
        }
    }
}
