using Neutree.Core.Go;
using Neutree.Core.Templating;
using Neutree.Core.Templating.Functions;

namespace Neutree.Core.Tests.Templating.Functions;

/// <summary>What a template expression comes to.</summary>
internal static class ExpressionResult
{
    /// <summary>Evaluates an expression with Sprig's functions.</summary>
    /// <exception cref="TemplateException">It failed.</exception>
    public static object? Of(string expression)
    {
        object? result = null;
        FunctionTable functions = new();
        SprigFunctions.AddTo(functions);
        functions.Add(GoFunction.From<object?, GoString>("capture", value =>
        {
            result = value;
            return GoString.Empty;
        }));
        TemplateSet templates = new(functions, MissingKey.Zero);
        templates.Parse("t", $"{{{{ $r := {expression} }}}}{{{{ capture $r }}}}");
        templates.Execute("t", data: null, new GoStringBuilder(), CancellationToken.None);
        return result;
    }
}
