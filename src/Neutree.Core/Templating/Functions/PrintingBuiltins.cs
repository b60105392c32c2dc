using System.Diagnostics.CodeAnalysis;
using Neutree.Core.Go;
using Neutree.Core.Templating.Runtime;

namespace Neutree.Core.Templating.Functions;

/// <summary>Text of values, plain and escaped (Go <c>text/template</c> <c>print</c>, <c>printf</c>, <c>println</c>, <c>html</c>, <c>js</c>, <c>urlquery</c>).</summary>
internal static class PrintingBuiltins
{
    private static readonly Dictionary<string, GoFunction> ByName = CreateTable();

    public static bool TryGet(string name, [NotNullWhen(true)] out GoFunction? function) => ByName.TryGetValue(name, out function);

    private static Dictionary<string, GoFunction> CreateTable()
    {
        GoFunction[] functions =
        [
            OfAnything("print", GoFormat.Sprint),
            OfAnything("println", GoFormat.Sprintln),
            GoFunction.Variadic("printf", [GoType.String], GoType.Interface, GoType.String,
                static arguments => GoFormat.Sprintf((GoString)arguments[0]!, arguments[1..])),
            OfAnything("html", static arguments => TextEscapes.Html(TextOf(arguments))),
            OfAnything("js", static arguments => TextEscapes.JavaScript(TextOf(arguments))),
            OfAnything("urlquery", static arguments => TextEscapes.UrlQuery(TextOf(arguments))),
        ];
        Dictionary<string, GoFunction> table = new(functions.Length);
        foreach (GoFunction function in functions)
        {
            table.Add(function.Name, function);
        }

        return table;
    }

    private static GoFunction OfAnything(string name, GoFunctionBody body) =>
        GoFunction.Variadic(name, [], GoType.Interface, GoType.String, body);

    /// <summary>The values as <c>print</c> joins them, except that nil prints as an action prints it.</summary>
    private static GoString TextOf(ReadOnlySpan<object?> values)
    {
        if (values is [GoString only])
        {
            return only;
        }

        object?[] printable = values.ToArray();
        for (int index = 0; index < printable.Length; index++)
        {
            printable[index] ??= PrintedValue.NoValue;
        }

        return GoFormat.Sprint(printable);
    }
}
