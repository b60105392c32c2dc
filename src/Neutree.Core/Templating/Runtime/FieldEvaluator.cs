using Neutree.Core.Go;
using Neutree.Core.Templating.Syntax;

namespace Neutree.Core.Templating.Runtime;

/// <summary>Takes methods, fields of structs and entries of maps by name (Go <c>text/template</c> <c>evalField</c>).</summary>
internal sealed class FieldEvaluator(Execution execution, CallEvaluator calls)
{
    /// <summary>Follows names from a value; the last may be a method that takes the arguments.</summary>
    public TypedValue Chain(
        TypedValue dot, TypedValue receiver, Node node, GoString[] names, ReadOnlySpan<Node> arguments, TypedValue final)
    {
        for (int index = 0; index < names.Length - 1; index++)
        {
            receiver = Field(dot, receiver, node, names[index], [], TypedValue.Missing);
        }

        return Field(dot, receiver, node, names[^1], arguments, final);
    }

    private TypedValue Field(
        TypedValue dot, TypedValue receiver, Node node, GoString name, ReadOnlySpan<Node> arguments, TypedValue final)
    {
        if (!receiver.IsValid)
        {
            return execution.Templates.MissingKey == MissingKey.Error
                ? throw execution.Failure($"nil data; no entry for key {GoQuote.Quote(name)}")
                : TypedValue.Invalid;
        }

        TypedValue target = receiver.Indirect(out bool isNil);
        if (isNil)
        {
            throw execution.Failure($"nil pointer evaluating {receiver.Type}.{name}");
        }

        if (target.Data is IGoMembers members && members.TryGetMethod(name, out GoFunction? method))
        {
            return calls.Call(dot, method, node, name, arguments, final);
        }

        bool hasArguments = arguments.Length > 0 || !final.IsMissing;
        if (target.Data is GoMap map)
        {
            return hasArguments ? throw execution.Failure($"{name} is not a method but has arguments") : Entry(map, name);
        }

        if (target.Data is IGoMembers owner && owner.TryGetField(name, out object? value, out GoType? type))
        {
            return hasArguments
                ? throw execution.Failure($"{name} has arguments but cannot be invoked as function")
                : TypedValue.In(type, value);
        }

        throw execution.Failure(IsHidden(target.Data, name)
            ? $"{name} is an unexported field of struct type {receiver.Type}"
            : $"can't evaluate field {name} in type {receiver.Type}");
    }

    private static bool IsHidden(object? owner, GoString name)
    {
        string text = name.ToString();
        return owner is IGoStruct value && value.Fields.Any(field => field.Name == text && !field.IsExported);
    }

    private TypedValue Entry(GoMap map, GoString key)
    {
        GoType elements = map.Type.Element!;
        if (map.TryGetValue(key, out object? value))
        {
            return TypedValue.In(elements, value);
        }

        return execution.Templates.MissingKey switch
        {
            MissingKey.Zero => TypedValue.ZeroOf(elements),
            MissingKey.Error => throw execution.Failure($"map has no entry for key {GoQuote.Quote(key)}"),
            _ => TypedValue.Invalid,
        };
    }
}
