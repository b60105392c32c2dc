using Microsoft.Extensions.Logging;
using Neutree.Core.Go;
using Neutree.Core.Helm.Charts;
using Neutree.Core.Templating;
using Neutree.Core.Templating.Functions;
using Neutree.Core.Templating.Syntax;

namespace Neutree.Core.Helm.Templates;

/// <summary>
/// Executes the templates of a chart (Helm 4.1 <c>engine</c>): all are parsed into one set, then each that is no partial is executed. One
/// engine renders one chart at a time.
/// </summary>
internal sealed class ChartEngine
{
    private const int DeepestInclude = 1000;

    /// <summary>The name of the set, under which <c>tpl</c> parses.</summary>
    private static readonly GoString RootName = "gotpl";

    private static readonly byte[] NoValue = "<no value>"u8.ToArray();

    private readonly EngineOptions _options;
    private readonly Dictionary<GoString, int> _depths = [];
    private readonly TemplateSet _templates;
    private readonly CancellationToken _cancellationToken;

    // The set whose templates are being executed: that of the chart, or the copy made for the innermost tpl.
    private TemplateSet _current;
    private string _executing = "";

    private ChartEngine(EngineOptions options, CancellationToken cancellationToken)
    {
        _options = options;
        _cancellationToken = cancellationToken;
        FunctionTable functions = new();
        SprigFunctions.AddTo(functions);
        HelmFunctions.AddTo(functions);
        AddBoundFunctions(functions);
        _templates = new TemplateSet(functions, options.Strict ? MissingKey.Error : MissingKey.Zero) { Name = RootName };
        _current = _templates;
    }

    /// <summary>The texts of all templates that are no partials, by path.</summary>
    /// <param name="chart">The chart, its dependencies processed.</param>
    /// <param name="top">Values, Release and Capabilities.</param>
    /// <param name="options">How to execute.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="ChartException">A template can't be parsed or executed; the text is helm's.</exception>
    public static SortedDictionary<string, GoString> Render(Chart chart, GoMap top, EngineOptions options, CancellationToken cancellationToken) =>
        new ChartEngine(options, cancellationToken).Render(ChartTemplates.Collect(chart, top));

    private static GoString WithoutNoValue(GoStringBuilder output)
    {
        ReadOnlySpan<byte> rest = output.Written;
        int at = rest.IndexOf(NoValue);
        if (at < 0)
        {
            return output.ToGoString();
        }

        GoStringBuilder kept = new(rest.Length);
        while (at >= 0)
        {
            kept.Append(rest[..at]);
            rest = rest[(at + NoValue.Length)..];
            at = rest.IndexOf(NoValue);
        }

        return kept.Append(rest).ToGoString();
    }

    private SortedDictionary<string, GoString> Render(IReadOnlyList<ChartTemplate> templates)
    {
        foreach (ChartTemplate template in templates)
        {
            try
            {
                _templates.Parse(template.Name, template.Text);
            }
            catch (TemplateException e)
            {
                throw RenderErrors.OfParsing(template.Name, e);
            }
        }

        SortedDictionary<string, GoString> rendered = new(StringComparer.Ordinal);
        GoStringBuilder output = new(16 * 1024);
        foreach (ChartTemplate template in templates.Where(static template => !template.IsPartial))
        {
            _cancellationToken.ThrowIfCancellationRequested();
            GoMap about = new(HelmTypes.Values);
            about["Name"] = (GoString)template.Name;
            about["BasePath"] = (GoString)template.BasePath;
            template.Data["Template"] = about;
            output.Clear();
            _executing = template.Name;
            try
            {
                _templates.Execute(template.Name, template.Data.As(HelmTypes.Values), output, _cancellationToken);
            }
            catch (TemplateException e)
            {
                throw RenderErrors.OfExecution(template.Name, e);
            }

            rendered[template.Name] = WithoutNoValue(output);
        }

        return rendered;
    }

    private void AddBoundFunctions(FunctionTable functions)
    {
        functions.Add(
            GoFunction.From("include", (GoString name, object? data) => Include(name, data)),
            GoFunction.From("tpl", (GoString text, object? data) => Expand(text, data)),
            GoFunction.From("required", (GoString message, object? value) => Require(message, value)),
            GoFunction.From("fail", (GoString message) => Fail(message)),
            GoFunction.From("lookup", (GoString apiVersion, GoString kind, GoString ns, GoString name) => Lookup(apiVersion, kind, ns, name)));
        if (!_options.EnableDns)
        {
            functions.Add(GoFunction.From("getHostByName", (GoString _) => GoString.Empty));
        }
    }

    private GoString Include(GoString name, object? data)
    {
        int depth = _depths.GetValueOrDefault(name);
        if (depth > DeepestInclude)
        {
            throw new GoException($"rendering template has a nested reference name: {name}: unable to execute template");
        }

        _depths[name] = depth + 1;
        try
        {
            GoStringBuilder output = new();
            _current.Execute(name, data, output, _cancellationToken);
            return output.ToGoString();
        }
        finally
        {
            _depths[name]--;
        }
    }

    private GoString Expand(GoString text, object? data)
    {
        TemplateSet outer = _current;
        TemplateSet set = outer.Clone();
        SyntaxTree tree;
        try
        {
            tree = set.Parse(RootName, text);
        }
        catch (TemplateException e)
        {
            throw new GoException($"cannot parse template {GoQuote.Quote(text)}: {e.Message}", e);
        }

        TemplateException failure;
        _current = set;
        try
        {
            GoStringBuilder output = new();
            set.Execute(tree, data, output, _cancellationToken);
            return WithoutNoValue(output);
        }
        catch (TemplateException e)
        {
            failure = e;
        }
        finally
        {
            _current = outer;
        }

        throw new GoException($"error during tpl function execution for {GoQuote.Quote(text)}: {failure.Message}", failure);
    }

    private object? Require(GoString message, object? value)
    {
        if (value is not null && value is not GoString { IsEmpty: true })
        {
            return value;
        }

        if (_options.LintMode)
        {
            _options.Refused?.Invoke(_executing, message.ToString());
            return GoString.Empty;
        }

        throw RenderErrors.Marked(message);
    }

    private GoString Fail(GoString message)
    {
        if (_options.LintMode)
        {
            _options.Refused?.Invoke(_executing, message.ToString());
            return GoString.Empty;
        }

        throw RenderErrors.Marked(message);
    }

    private GoMap Lookup(GoString apiVersion, GoString kind, GoString ns, GoString name) =>
        _options.LintMode || _options.Cluster is not { } cluster
            ? new GoMap()
            : cluster.Lookup(apiVersion.ToString(), kind.ToString(), ns.ToString(), name.ToString(), _cancellationToken);
}
