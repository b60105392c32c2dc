using System.Diagnostics.CodeAnalysis;
using Neutree.Core.Go;
using Neutree.Core.Templating.Functions;
using Neutree.Core.Templating.Parsing;
using Neutree.Core.Templating.Runtime;
using Neutree.Core.Templating.Syntax;

namespace Neutree.Core.Templating;

/// <summary>
/// Templates that can call one another (Go's <c>text/template.Template</c> with its associated templates). A text is executed by its name;
/// its <c>define</c>s are templates of the set. Safe for parallel execution, not for parsing meanwhile.
/// </summary>
internal sealed class TemplateSet
{
    /// <summary>Files of charts are smaller; a text that <c>tpl</c> evaluates and that doubles itself soon isn't.</summary>
    private const int MostBytesOfText = 16 << 20;

    private readonly ParseCache _cache;
    private readonly ExecutionBudget _budget;
    private TemplateLayer _templates;

    /// <param name="functions">What templates may call besides the builtins. A function is looked up when a text that calls it is parsed.</param>
    /// <param name="missingKey">What a key that a map doesn't have stands for.</param>
    /// <param name="budget">What executions may take; null is the usual.</param>
    public TemplateSet(FunctionTable functions, MissingKey missingKey, ExecutionBudget? budget = null)
        : this(functions, missingKey, new ParseCache(functions), budget ?? new ExecutionBudget(), new TemplateLayer(below: null))
    {
    }

    private TemplateSet(FunctionTable functions, MissingKey missingKey, ParseCache cache, ExecutionBudget budget, TemplateLayer templates)
    {
        Functions = functions;
        MissingKey = missingKey;
        _cache = cache;
        _budget = budget;
        _templates = templates;
    }

    /// <summary>What error texts call the set.</summary>
    public GoString Name { get; init; } = GoString.Empty;

    public FunctionTable Functions { get; }

    public MissingKey MissingKey { get; }

    /// <summary>What this set's executions and those of its clones may take.</summary>
    internal ExecutionBudget Budget => _budget;

    /// <summary>A set that begins with the same templates; what is parsed into one later isn't seen in the other.</summary>
    public TemplateSet Clone()
    {
        _templates = _templates.Freeze();
        return new TemplateSet(Functions, MissingKey, _cache, _budget, new TemplateLayer(_templates.Below)) { Name = Name };
    }

    /// <summary>
    /// Parses a text and adds it, with the templates it defines. A template of a name that is taken replaces the other, unless it is empty.
    /// </summary>
    /// <returns>The text's own body, to execute it whatever its name stands for.</returns>
    /// <exception cref="TemplateException">The text is no template; the set stays as it was.</exception>
    public SyntaxTree Parse(GoString name, GoString text)
    {
        if (text.Length > MostBytesOfText)
        {
            string cause = $"the text is larger than {MostBytesOfText >> 20} MiB";
            throw new TemplateException("Template.TooLarge", $"template: {name}: {cause}", cause, ErrorKind.LimitExceeded) { Target = name.ToString() };
        }

        _budget.TakeText(text.Length);
        ParsedText parsed = _cache.Parse(name, text);
        foreach (SyntaxTree tree in parsed.Trees)
        {
            if (!tree.IsEmpty || !_templates.TryFind(tree.Name, out _))
            {
                _templates.Set(tree);
            }
        }

        return parsed[name];
    }

    public bool Contains(GoString name) => _templates.TryFind(name, out _);

    public bool TryFind(GoString name, [NotNullWhen(true)] out SyntaxTree? tree) => _templates.TryFind(name, out tree);

    /// <summary>Executes a template by its name.</summary>
    /// <param name="name">The template's name.</param>
    /// <param name="data">What <c>.</c> and <c>$</c> are at its begin.</param>
    /// <param name="output">Where its text is added; after an error it holds a part.</param>
    /// <param name="cancellationToken">Ends execution early.</param>
    /// <exception cref="TemplateException">There is no such template, or it failed; the message is Go's.</exception>
    /// <exception cref="OperationCanceledException">Execution was cancelled.</exception>
    public void Execute(GoString name, object? data, GoStringBuilder output, CancellationToken cancellationToken)
    {
        if (!TryFind(name, out SyntaxTree? tree))
        {
            string cause = $"no template {GoQuote.Quote(name)} associated with template {GoQuote.Quote(Name)}";
            throw new TemplateException("Template.NotFound", $"template: {cause}", cause, ErrorKind.NotFound) { Target = name.ToString() };
        }

        Execute(tree, data, output, cancellationToken);
    }

    /// <summary>Executes a template that <see cref="Parse"/> gave; the parameters are those of the other overload.</summary>
    /// <exception cref="TemplateException">It failed; the message is Go's.</exception>
    /// <exception cref="OperationCanceledException">Execution was cancelled.</exception>
    public void Execute(SyntaxTree tree, object? data, GoStringBuilder output, CancellationToken cancellationToken)
    {
        Execution execution = new(this, tree, output, cancellationToken);
        TypedValue root = TypedValue.Of(data);
        execution.Variables.Push(StatementRunner.RootVariable, root);
        Exception fault;
        try
        {
            if (!_budget.Enter())
            {
                throw execution.Failure($"functions execute templates more than {ExecutionBudget.MostNested} deep", ErrorKind.LimitExceeded);
            }

            execution.CheckLimits();
            if (new StatementRunner(execution).RunNested(root, tree.Root) != Flow.Fail)
            {
                return;
            }

            fault = execution.Fault!;
        }
        catch (Exception exception) when (exception is not (TemplateException or OperationCanceledException))
        {
            fault = execution.Failure(RuntimeErrors.TextOf(exception), ErrorKind.LimitExceeded, exception);
        }
        finally
        {
            _budget.Leave();
        }

        throw fault;
    }
}
