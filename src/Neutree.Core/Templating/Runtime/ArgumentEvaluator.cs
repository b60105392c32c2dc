using Neutree.Core.Go;
using Neutree.Core.Templating.Syntax;

namespace Neutree.Core.Templating.Runtime;

/// <summary>
/// Evaluates arguments for parameters of a type: constants take that type, values are checked against it (Go <c>text/template</c>
/// <c>evalArg</c>, <c>validateType</c>).
/// </summary>
internal sealed class ArgumentEvaluator(Execution execution, ExpressionEvaluator expressions)
{
    /// <summary>The argument as its parameter's type has it.</summary>
    /// <exception cref="TemplateException">It doesn't fit; the message is Go's.</exception>
    public object? Evaluate(TypedValue dot, GoType type, Node node)
    {
        execution.Node = node;
        switch (node.Kind)
        {
            case NodeKind.Dot:
                return Convert(dot, type);
            case NodeKind.Field or NodeKind.Variable or NodeKind.Pipe or NodeKind.Identifier or NodeKind.Chain:
                return Convert(expressions.Operand(dot, node), type);
            case NodeKind.Nil:
                return type.CanBeNil ? TypedValue.ZeroDataOf(type) : throw execution.Failure($"cannot assign nil to {type}");
            default:
                return Constant(type, node);
        }
    }

    /// <summary>An argument of a builtin that takes anything.</summary>
    public TypedValue EvaluateAny(TypedValue dot, Node node)
    {
        execution.Node = node;
        return node switch
        {
            DotNode => dot,
            NilNode => TypedValue.Invalid,
            StringNode text => TypedValue.Of(text.Text),
            NumberNode number => expressions.Ideal(number),
            BoolNode truth => TypedValue.Of(Boxed.Bool(truth.Value)),
            _ => expressions.Operand(dot, node),
        };
    }

    /// <summary>A value as a parameter's type has it.</summary>
    /// <exception cref="TemplateException">It isn't assignable; the message is Go's.</exception>
    public object? Convert(TypedValue value, GoType type)
    {
        if (type.Kind == GoKind.Interface && !type.IsNamed)
        {
            return value.Data;
        }

        if (!value.IsValid)
        {
            return type.CanBeNil ? TypedValue.ZeroDataOf(type) : throw execution.Failure($"invalid value; expected {type}");
        }

        GoType actual = value.Type!;
        if (value.IsInterface && value.Data is not null)
        {
            actual = GoType.Of(value.Data)!;
        }

        if (Assignability.IsAssignable(actual, type)
            || (actual is { Kind: GoKind.Pointer, Element: { } target } && Assignability.IsAssignable(target, type)))
        {
            return Assignability.Convert(value.Data, type);
        }

        throw execution.Failure($"wrong type for value; expected {type}; got {actual}");
    }

    private object? Constant(GoType type, Node node)
    {
        NumberNode? number = node as NumberNode;
        switch (type.Kind)
        {
            case GoKind.Bool:
                return node is BoolNode truth ? Boxed.Bool(truth.Value) : throw Expected("bool", node);
            case GoKind.String:
                return node is StringNode text ? text.Text : throw Expected("string", node);
            case GoKind.Interface when !type.IsNamed:
                return EvaluateAny(TypedValue.Invalid, node).Data;
            case >= GoKind.Int and <= GoKind.Int64:
                return NumberTypes.FromSigned(type.Kind, number?.Signed ?? throw Expected("integer", node));
            case >= GoKind.Uint and <= GoKind.Uint64:
                return NumberTypes.FromUnsigned(type.Kind, number?.Unsigned ?? throw Expected("unsigned integer", node));
            case GoKind.Float32:
                return (float)(number?.Floating ?? throw Expected("float", node));
            case GoKind.Float64:
                return number?.Floating ?? throw Expected("float", node);
            case GoKind.Complex128:
                return number?.Complex ?? throw Expected("complex", node);
            default:
                throw execution.Failure($"can't handle {node} for arg of type {type}");
        }
    }

    private TemplateException Expected(string kind, Node node) => execution.Failure($"expected {kind}; found {node}");
}
