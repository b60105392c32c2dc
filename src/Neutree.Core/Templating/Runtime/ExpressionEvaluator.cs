using Neutree.Core.Go;
using Neutree.Core.Templating.Functions;
using Neutree.Core.Templating.Syntax;

namespace Neutree.Core.Templating.Runtime;

/// <summary>Evaluates pipelines, commands, variables and fields (Go <c>text/template</c> <c>evalPipeline</c> and below).</summary>
internal sealed class ExpressionEvaluator
{
    private readonly Execution _execution;
    private readonly FieldEvaluator _fields;
    private readonly CallEvaluator _calls;

    public ExpressionEvaluator(Execution execution)
    {
        _execution = execution;
        _calls = new CallEvaluator(execution, this);
        _fields = new FieldEvaluator(execution, _calls);
    }

    /// <summary>The value of a pipeline's last command; each command gets the value before it as its last argument.</summary>
    /// <exception cref="TemplateException">A command failed; the message is Go's.</exception>
    public TypedValue Pipeline(TypedValue dot, PipeNode pipe)
    {
        if (!StackGuard.HasRoom)
        {
            return PipelineOnFreshStack(dot, pipe);
        }

        _execution.Node = pipe;
        TypedValue value = TypedValue.Missing;
        foreach (CommandNode command in pipe.Commands)
        {
            value = Command(dot, command, value);
            if (value.Place is { Kind: GoKind.Interface, IsNamed: false })
            {
                value = TypedValue.Of(value.Data);
            }
        }

        foreach (VariableNode variable in pipe.Variables)
        {
            if (!pipe.IsAssignment)
            {
                _execution.Variables.Push(variable.Name, value);
            }
            else if (!_execution.Variables.TrySet(variable.Name, value))
            {
                throw UndefinedVariable(variable.Name);
            }
        }

        return value;
    }

    /// <summary>The value of a field, variable, chain, function or parenthesized pipeline that stands for itself.</summary>
    public TypedValue Operand(TypedValue dot, Node node) => node.Kind switch
    {
        NodeKind.Pipe => Pipeline(dot, (PipeNode)node),
        NodeKind.Identifier => Function(dot, (IdentifierNode)node, node, [], TypedValue.Missing),
        NodeKind.Field => Field(dot, (FieldNode)node, [], TypedValue.Missing),
        NodeKind.Variable => Variable(dot, (VariableNode)node, [], TypedValue.Missing),
        NodeKind.Chain => Chain(dot, (ChainNode)node, [], TypedValue.Missing),
        _ => throw _execution.Failure($"can't evaluate command {GoQuote.Quote(node.ToString())}"),
    };

    private TypedValue PipelineOnFreshStack(TypedValue dot, PipeNode pipe) =>
        StackGuard.Call((Evaluator: this, dot, pipe), static call => call.Evaluator.Pipeline(call.dot, call.pipe));

    private TypedValue Command(TypedValue dot, CommandNode command, TypedValue final)
    {
        Node first = command.Words[0];
        ReadOnlySpan<Node> arguments = command.Words.AsSpan(1);
        switch (first.Kind)
        {
            case NodeKind.Field:
                return Field(dot, (FieldNode)first, arguments, final);
            case NodeKind.Identifier:
                return Function(dot, (IdentifierNode)first, command, arguments, final);
            case NodeKind.Variable:
                return Variable(dot, (VariableNode)first, arguments, final);
            case NodeKind.Chain:
                return Chain(dot, (ChainNode)first, arguments, final);
            case NodeKind.Pipe:
                RequireNoArguments(first, arguments, final);
                return Pipeline(dot, (PipeNode)first);
        }

        _execution.Node = first;
        RequireNoArguments(first, arguments, final);
        return first switch
        {
            DotNode => dot,
            StringNode text => TypedValue.Of(text.Text),
            BoolNode truth => TypedValue.Of(Boxed.Bool(truth.Value)),
            NumberNode number => Ideal(number),
            NilNode => throw _execution.Failure("nil is not a command"),
            _ => throw _execution.Failure($"can't evaluate command {GoQuote.Quote(first.ToString())}"),
        };
    }

    /// <summary>The value of a number where nothing asks for a type.</summary>
    public TypedValue Ideal(NumberNode number)
    {
        _execution.Node = number;
        return TypedValue.Of(number.Ideal ?? throw _execution.Failure($"{number.Text} overflows int"));
    }

    private TypedValue Field(TypedValue dot, FieldNode field, ReadOnlySpan<Node> arguments, TypedValue final)
    {
        _execution.Node = field;
        return _fields.Chain(dot, dot, field, field.Names, arguments, final);
    }

    private TypedValue Chain(TypedValue dot, ChainNode chain, ReadOnlySpan<Node> arguments, TypedValue final)
    {
        _execution.Node = chain;
        _execution.Node = chain.Operand;
        TypedValue receiver = Operand(dot, chain.Operand);
        return _fields.Chain(dot, receiver, chain, chain.Fields, arguments, final);
    }

    private TypedValue Variable(TypedValue dot, VariableNode variable, ReadOnlySpan<Node> arguments, TypedValue final)
    {
        _execution.Node = variable;
        if (!_execution.Variables.TryGet(variable.Name, out TypedValue value))
        {
            throw UndefinedVariable(variable.Name);
        }

        if (variable.Fields.Length > 0)
        {
            return _fields.Chain(dot, value, variable, variable.Fields, arguments, final);
        }

        RequireNoArguments(variable, arguments, final);
        return value;
    }

    private TypedValue Function(TypedValue dot, IdentifierNode name, Node call, ReadOnlySpan<Node> arguments, TypedValue final)
    {
        _execution.Node = name;
        return name.Callee is { Function: { } function }
            ? _calls.Call(dot, function, call, name.Name, arguments, final)
            : _calls.Call(dot, name.Callee.Builtin!, call, arguments, final);
    }

    private void RequireNoArguments(Node first, ReadOnlySpan<Node> arguments, TypedValue final)
    {
        if (arguments.Length > 0 || !final.IsMissing)
        {
            throw _execution.Failure($"can't give argument to non-function {first}");
        }
    }

    private TemplateException UndefinedVariable(GoString name) => _execution.Failure($"undefined variable: {name}");
}
