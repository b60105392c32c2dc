using Neutree.Core.Go;
using Neutree.Core.Templating.Syntax;

namespace Neutree.Core.Templating.Runtime;

/// <summary>Executes text, actions and control structures (Go <c>text/template</c> <c>walk</c>).</summary>
internal sealed class StatementRunner(Execution execution)
{
    private const int MostNestedTemplates = 100000;

    /// <summary>Nested templates from which on failures return instead of being thrown through all of them.</summary>
    private const int DeepTemplates = 100;

    private readonly ExpressionEvaluator _expressions = new(execution);
    private readonly RangeRunner _ranges = new(execution);

    /// <summary>Executes the nodes of a list.</summary>
    /// <exception cref="TemplateException">A node failed; the message is Go's.</exception>
    public Flow Run(TypedValue dot, ListNode list)
    {
        execution.Node = list;
        foreach (Node node in list.Nodes)
        {
            Flow flow = Run(dot, node);
            if (flow != Flow.Next)
            {
                return flow;
            }
        }

        return Flow.Next;
    }

    /// <summary>Executes a body that may stand inside others to any depth.</summary>
    public Flow RunNested(TypedValue dot, ListNode list) =>
        StackGuard.HasRoom ? Run(dot, list) : RunOnFreshStack(dot, list);

    private Flow RunOnFreshStack(TypedValue dot, ListNode list) =>
        StackGuard.Call((Runner: this, dot, list), static call => call.Runner.Run(call.dot, call.list));

    private Flow Run(TypedValue dot, Node node)
    {
        execution.Node = node;
        switch (node.Kind)
        {
            case NodeKind.Text:
                execution.Output.Append(((TextNode)node).Text.Span);
                return Flow.Next;
            case NodeKind.Break:
                return Flow.Break;
            case NodeKind.Continue:
                return Flow.Continue;
            default:
                return execution.Depth < DeepTemplates ? RunAction(dot, node) : RunDeepAction(dot, node);
        }
    }

    private Flow RunDeepAction(TypedValue dot, Node node)
    {
        try
        {
            return RunAction(dot, node);
        }
        catch (TemplateException exception)
        {
            execution.Fault = exception;
            return Flow.Fail;
        }
    }

    private Flow RunAction(TypedValue dot, Node node)
    {
        switch (node.Kind)
        {
            case NodeKind.Action:
                Print(dot, (ActionNode)node);
                return Flow.Next;
            case NodeKind.If or NodeKind.With:
                return RunChoice(dot, (BranchNode)node);
            case NodeKind.Range:
                return _ranges.Run(this, _expressions, dot, (BranchNode)node);
            case NodeKind.Template:
                return RunTemplate(dot, (TemplateNode)node);
            default:
                throw execution.Failure($"unknown node: {node}");
        }
    }

    /// <summary>Variables that an action declares stay until the structure around it ends.</summary>
    private void Print(TypedValue dot, ActionNode action)
    {
        TypedValue value = _expressions.Pipeline(dot, action.Pipe);
        if (action.Pipe.Variables.Length > 0)
        {
            return;
        }

        execution.Node = action;
        if (!PrintedValue.TryAppend(execution.Output, value))
        {
            throw execution.Failure($"can't print {action} of type {value.Type}");
        }
    }

    private Flow RunChoice(TypedValue dot, BranchNode branch)
    {
        int variables = execution.Variables.Count;
        TypedValue value = _expressions.Pipeline(dot, branch.Pipe);
        Flow flow = Truth.Of(value) ? RunNested(branch.Kind == NodeKind.With ? value : dot, branch.Body)
            : branch.Alternative is not null ? RunNested(dot, branch.Alternative)
            : Flow.Next;
        execution.Variables.Count = variables;
        return flow;
    }

    private Flow RunTemplate(TypedValue dot, TemplateNode call)
    {
        if (!execution.Templates.TryFind(call.Name, out SyntaxTree? tree))
        {
            throw execution.Failure($"template {GoQuote.Quote(call.Name)} not defined");
        }

        if (execution.Depth == MostNestedTemplates)
        {
            throw execution.Failure($"exceeded maximum template depth ({MostNestedTemplates})", ErrorKind.LimitExceeded);
        }

        execution.CheckLimits();
        TypedValue data = call.Pipe is null ? TypedValue.Invalid : _expressions.Pipeline(dot, call.Pipe);
        SyntaxTree caller = execution.Tree;
        int frame = execution.Variables.Enter();
        execution.Variables.Push(RootVariable, data);
        execution.Tree = tree;
        execution.Depth++;
        Flow flow = RunNested(data, tree.Root);
        execution.Depth--;
        execution.Tree = caller;
        execution.Variables.Leave(frame);
        return flow;
    }

    /// <summary>The variable that holds the data a template was called with.</summary>
    internal static GoString RootVariable { get; } = "$";
}
